"""The server: SPARQL endpoint, graph store, pages, search and an API over one store."""
