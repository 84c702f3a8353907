"""One module a format: a recording, its forces or a table as that format's file."""
