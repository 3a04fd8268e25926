"""Static pictures of a career graph for documents: SVG, and PNG without a browser."""

from careergraph.pictures.picture import PICTURES, Picture, make_picture
from careergraph.pictures.themes import THEMES

__all__ = ["PICTURES", "THEMES", "Picture", "make_picture"]
