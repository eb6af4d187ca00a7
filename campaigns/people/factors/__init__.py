"""What proves who somebody is beside the password: passkeys, an authenticator app, recovery codes."""
