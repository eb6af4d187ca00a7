// Passkeys: the server asks a question, the device answers it, the form carries the answer back.
// Without this file, or in a browser without passkeys, the button stays hidden and the other ways remain.

const toBytes = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withBytes = (descriptors) => (descriptors || []).map((each) => ({ ...each, id: toBytes(each.id) }));

const make = async (question) => {
  const made = await navigator.credentials.create({
    publicKey: {
      ...question,
      challenge: toBytes(question.challenge),
      user: { ...question.user, id: toBytes(question.user.id) },
      excludeCredentials: withBytes(question.excludeCredentials),
    },
  });
  return {
    ...basics(made),
    response: {
      clientDataJSON: toText(made.response.clientDataJSON),
      attestationObject: toText(made.response.attestationObject),
    },
  };
};

const prove = async (question) => {
  const proof = await navigator.credentials.get({
    publicKey: {
      ...question,
      challenge: toBytes(question.challenge),
      allowCredentials: withBytes(question.allowCredentials),
    },
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = proof.response;
  return {
    ...basics(proof),
    response: {
      clientDataJSON: toText(clientDataJSON),
      authenticatorData: toText(authenticatorData),
      signature: toText(signature),
      userHandle: userHandle && userHandle.byteLength ? toText(userHandle) : null,
    },
  };
};

const basics = (credential) => ({
  id: credential.id,
  rawId: toText(credential.rawId),
  type: credential.type,
  authenticatorAttachment: credential.authenticatorAttachment || undefined,
  clientExtensionResults: {},
});

const ask = async (part) => {
  const form = part.closest("form");
  const failed = part.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    const answer = await fetch(part.dataset.question, {
      method: "POST",
      headers: { "X-CSRFToken": form.elements.csrf_token.value },
      credentials: "same-origin",
      redirect: "error",
    });
    if (!answer.ok) throw new Error("no question");
    const question = await answer.json();
    const said = await (question.user ? make(question) : prove(question));
    form.elements.passkey_answer.value = JSON.stringify(said);
    form.requestSubmit();
  } catch {
    failed.hidden = false;
  }
};

if (window.PublicKeyCredential && navigator.credentials) {
  for (const part of document.querySelectorAll("[data-passkey]")) {
    part.hidden = false;
    part.querySelector("button").addEventListener("click", () => ask(part));
  }
}
