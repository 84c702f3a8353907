"""What people look at: one self-contained page, drawn by our own code."""
