"""A real scheduler, real workers and an S3 server, all on loopback."""
