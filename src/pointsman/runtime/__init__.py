"""What makes the engine live: loops, time, deliveries."""
