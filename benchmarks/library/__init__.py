"""gmmlib against its peers: the same work, interleaved in one process, as ratios."""
