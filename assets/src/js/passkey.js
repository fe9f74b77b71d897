// Makes or uses a passkey. Without this script, or in a browser that knows no passkeys, the page says what else there is.
import { say } from "./say.js";

const toBytes = (text) => {
  const base64 = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
};
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withBytes = (list = []) => list.map((known) => ({ ...known, id: toBytes(known.id) }));

async function create({ publicKey }) {
  const user = { ...publicKey.user, id: toBytes(publicKey.user.id) };
  const excludeCredentials = withBytes(publicKey.excludeCredentials);
  const challenge = toBytes(publicKey.challenge);
  const made = await navigator.credentials.create({ publicKey: { ...publicKey, challenge, user, excludeCredentials } });
  return { made, response: { attestationObject: toText(made.response.attestationObject) } };
}

async function get({ publicKey }) {
  const challenge = toBytes(publicKey.challenge);
  const allowCredentials = withBytes(publicKey.allowCredentials);
  const made = await navigator.credentials.get({ publicKey: { ...publicKey, challenge, allowCredentials } });
  const { authenticatorData, signature, userHandle } = made.response;
  const handle = userHandle ? toText(userHandle) : null;
  return {
    made,
    response: { authenticatorData: toText(authenticatorData), signature: toText(signature), userHandle: handle },
  };
}

function written({ made, response }) {
  return JSON.stringify({
    type: made.type,
    id: made.id,
    rawId: toText(made.rawId),
    authenticatorAttachment: made.authenticatorAttachment,
    clientExtensionResults: made.getClientExtensionResults(),
    response: { ...response, clientDataJSON: toText(made.response.clientDataJSON) },
  });
}

async function ask(form) {
  const options = JSON.parse(form.dataset.passkeyOptions);
  try {
    const answer = await (form.dataset.passkey === "create" ? create : get)(options);
    form.elements.credential.value = written(answer);
    form.submit();
  } catch {
    say("Dat is niet gelukt of afgebroken. Probeer het opnieuw of kies een andere manier.");
  }
}

export function passkeys(part) {
  for (const form of part.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("[data-passkey-button]");
    if (!window.PublicKeyCredential) continue;
    button.hidden = false;
    for (const words of part.querySelectorAll("[data-passkey-without]")) words.hidden = true;
    button.addEventListener("click", () => ask(form));
    form.addEventListener("submit", (event) => {
      event.preventDefault(); // the return key, before there is a passkey
      ask(form);
    });
  }
}
