"""Interactive pages of a career graph: a view model, its layout, and one renderer."""
