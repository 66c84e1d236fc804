"""What every door has: the REST API's, and the bridge's."""
