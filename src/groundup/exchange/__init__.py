"""Files other programs read: CSV, NetCDF, JSON, TRC, written so that a folder is whole or untouched."""
