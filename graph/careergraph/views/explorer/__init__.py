"""A whole taxonomy in one offline page, of which only one neighbourhood is drawn at a time."""

from careergraph.views.explorer.explorer import Explorer, explorer
from careergraph.views.explorer.hierarchy import Hierarchy, read_hierarchy

__all__ = ["Explorer", "Hierarchy", "explorer", "read_hierarchy"]
