"""OpenSim's files: models, setups and tables, read and written."""
