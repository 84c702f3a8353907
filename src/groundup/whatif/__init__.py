"""What the knee would do if a link of the chain, or the ground under it, were changed."""
