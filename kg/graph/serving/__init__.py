"""Processes that answer for the server: readers of a read-only generation, one writer, a nursery that forks them.

pyoxigraph cannot stop a query and a hard one can take its process along. So none runs in the server: each runs in a
process of its own that the server may kill at any time, that has no network, and whose memory, processor time and
answers are limited. The server talks to it over a socket pair, one JSON object a line.
"""
