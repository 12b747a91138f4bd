"""What stands between the web server and the views: sessions, gates, limits, headers."""
