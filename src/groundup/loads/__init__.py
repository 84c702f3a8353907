"""Forces up the chain: from the ground to each foot, and from there through every joint."""
