// The button by which a browser of somebody signed in takes pushes, or no more; hidden where it cannot.
(() => {
  "use strict";
  const button = document.getElementById("bao-tin");
  if (!button || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  const TURN_ON = "Báo tin trên máy này";
  const TURN_OFF = "Thôi báo tin trên máy này";
  const TROUBLE = "Chưa bật được báo tin; anh/chị cho phép thông báo trong trình duyệt rồi thử lại giúp.";

  function call(method, subscription) {
    const keys = subscription.toJSON().keys ?? {};
    const given = { endpoint: subscription.endpoint, token: button.dataset.token, ...keys };
    return fetch("/bao-tin", {
      method,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(given),
    });
  }

  function show(subscription) {
    button.textContent = subscription ? TURN_OFF : TURN_ON;
    button.setAttribute("aria-pressed", String(Boolean(subscription)));
    button.hidden = false;
  }

  async function turnOn(registration) {
    const answer = await fetch("/bao-tin");
    const { key } = await answer.json();
    const subscription = await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: key,
    });
    const kept = await call("POST", subscription);
    if (!kept.ok) {
      await subscription.unsubscribe();
      throw new Error(String(kept.status));
    }
  }

  async function press() {
    button.disabled = true;
    try {
      const registration = await navigator.serviceWorker.register("/push-worker.js");
      await navigator.serviceWorker.ready;
      const before = await registration.pushManager.getSubscription();
      if (before) {
        await call("DELETE", before);
        await before.unsubscribe();
      } else {
        await turnOn(registration);
      }
      show(await registration.pushManager.getSubscription());
    } catch {
      const notice = document.getElementById("thong-bao");
      notice.textContent = TROUBLE;
      notice.hidden = false;
    } finally {
      button.disabled = false;
    }
  }

  button.addEventListener("click", press);
  navigator.serviceWorker
    .getRegistration()
    .then((registration) => registration?.pushManager.getSubscription())
    .then(show);
})();
