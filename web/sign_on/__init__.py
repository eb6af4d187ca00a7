"""Logging in at a provider of single sign-on (OpenID Connect): the code flow with PKCE, and nothing else."""
