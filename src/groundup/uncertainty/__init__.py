"""The same person many times over, each a little different: how far every number may be off."""
