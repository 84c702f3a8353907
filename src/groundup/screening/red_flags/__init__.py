"""Rules that send a person to somebody else before anything is measured."""
