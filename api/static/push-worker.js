// Shows what the assistant pushes, and opens its page on a press.
"use strict";

self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : { text: "Có tin mới", tag: "tin" };
  event.waitUntil(
    self.registration.showNotification("Trợ lý CCHC", {
      body: told.text,
      tag: told.tag,
      lang: "vi",
      icon: "/static/icon.svg",
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then((open) => {
      const here = open.find((client) => "focus" in client);
      return here ? here.focus() : self.clients.openWindow("/");
    }),
  );
});
