"""What is unusual: named measures, what they are compared with, and what follows from them."""
