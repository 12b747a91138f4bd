"""What pages and papers draw: cells whose texts are ready."""
