"""What an operator watches a server by: figures for Prometheus, and traces of tasks."""
