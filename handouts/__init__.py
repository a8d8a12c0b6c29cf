"""Compose personalised, printable PDF handouts for massage therapists and clinics."""

__version__ = "0.1.0"
