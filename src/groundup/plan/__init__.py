"""What could be done and how it is followed: tests with an expected result, options, targets, progress."""
