"""What a generator cannot know, so that it gets past the first door.

A service's name and an endpoint's address can be well formed and still be nobody's, so nearly every
generated one would be refused before anything was tried. Two of three well-formed bodies therefore
name what exists; bodies that are wrong on purpose stay as they are. The key that the trial itself
uses is never revoked, or all the rest of it would be refused. And a call that makes something never
repeats an `Idempotency-Key`: rightly it would be answered with what was made the first time, which
another scenario may have deleted since, and that looks like something that was never made.
"""

import functools
import itertools
import os

import requests
import schemathesis

KNOWN = {
    "createVerificationSession": {"service": "identity-check", "return_url": None, "expires_at": None},
    "createWebhookEndpoint": {"url": "https://receiver.example/hook"},
    "changeWebhookEndpoint": {"url": "https://receiver.example/other"},
}
NOBODYS_KEY = "key_" + 26 * "0"
CALLS = itertools.count()


@functools.cache
def own_key():
    key = os.environ["API_KEY"]
    listed = requests.get(
        os.environ["BASE_URL"] + "/v1/api-keys", headers={"Authorization": f"Bearer {key}"}, timeout=10
    )
    return next(line["id"] for line in listed.json()["data"] if key.startswith(line["prefix"]))


@schemathesis.hook
def before_call(context, case, kwargs):
    operation = case.operation.definition.raw.get("operationId")
    if operation == "revokeApiKey" and case.path_parameters.get("id") == own_key():
        case.path_parameters["id"] = NOBODYS_KEY
    known = KNOWN.get(operation, {})
    positive = case.meta is not None and case.meta.generation.mode.is_positive
    if positive and case.headers and case.headers.get("Idempotency-Key"):
        case.headers["Idempotency-Key"] = f"{case.headers['Idempotency-Key'][:200]}-{next(CALLS)}"
    if positive and isinstance(case.body, dict) and len(repr(case.body)) % 3:
        case.body |= {name: value for name, value in known.items() if name in case.body}
