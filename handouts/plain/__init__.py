"""The words of a sheet without paper: plain text, and one accessible HTML file."""
