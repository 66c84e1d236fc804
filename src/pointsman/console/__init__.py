"""The console's built pages, served to browsers; what they do, they do through the API."""
