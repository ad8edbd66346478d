"""Training of the reader of positions and events; see training/README.md."""
