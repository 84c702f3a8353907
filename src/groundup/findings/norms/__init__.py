"""The user's own laboratory as a reference: built from result folders, kept in one file."""
