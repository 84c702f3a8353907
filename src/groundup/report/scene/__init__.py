"""The chain in three dimensions: solids for its bones, how they move, and a still image of them."""
