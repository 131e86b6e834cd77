"""HTTP: web chat, REST, webhooks, health."""
