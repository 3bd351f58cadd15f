"""What a browser gets: the scripts and style sheets of explorers and questions, and the page that needs no kernel."""
