"""Leave to post for an account, asked of its channel in the browser (OAuth 2.0, RFC 6749 and 7636).

`networks` is what each channel's sign-in asks for, `apps` what our office is registered as there, `asking` leads to
the channel, `returning` takes back what the browser brings, `settling` is what the worker writes down. The desk calls
nobody: codes are exchanged and servers are asked by the worker.
"""
