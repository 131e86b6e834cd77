// The chat page's manners: shows that we work, keeps what was typed, scrolls to the new answer.
(() => {
  "use strict";
  const NETWORK_TROUBLE = "Chưa kết nối được với máy chủ, anh/chị kiểm tra mạng rồi gửi lại giúp.";
  const log = document.getElementById("hoi-thoai");
  const waiting = document.getElementById("dang-cho");
  const notice = document.getElementById("thong-bao");
  const composer = document.getElementById("hoi");
  const box = document.getElementById("cau-hoi");
  const welcome = document.querySelector(".welcome");
  let typed = "";

  const isQuestion = (event) => event.detail.ctx?.sourceElement?.matches?.("[data-ask]");

  function show(turn) {
    turn?.scrollIntoView({ block: "start" });
  }

  function tell(sentence) {
    notice.textContent = sentence;
    notice.hidden = !sentence;
  }

  function grow() {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  }

  function begin(form) {
    const words = form.elements.text.value.trim();
    tell("");
    log.setAttribute("aria-busy", "true");
    if (welcome) welcome.hidden = true;
    waiting.firstElementChild.textContent = words;
    waiting.hidden = false;
    show(waiting);
    if (form === composer) {
      typed = box.value;
      box.value = "";
      grow();
    }
  }

  function end() {
    waiting.hidden = true;
    log.removeAttribute("aria-busy");
  }

  function fail(sentence) {
    end();
    tell(sentence);
    if (welcome && !log.firstElementChild) welcome.hidden = false;
    if (typed && !box.value) {
      box.value = typed;
      grow();
    }
    typed = "";
  }

  document.addEventListener("htmx:before:request", (event) => {
    if (!isQuestion(event)) return;
    if (event.detail.ctx.sourceElement === composer && !box.value.trim()) {
      event.preventDefault();
      return;
    }
    begin(event.detail.ctx.sourceElement);
  });

  document.addEventListener("htmx:after:swap", (event) => {
    if (!isQuestion(event)) return;
    end();
    typed = "";
    const turn = log.lastElementChild;
    turn?.classList.add("fresh");
    show(turn);
    // The button that was pressed may be gone from view: the reader goes on at the new turn.
    const focused = document.activeElement;
    if (turn && (!focused || focused === document.body || focused.closest("[hidden]"))) {
      turn.focus({ preventScroll: true });
    }
  });

  document.addEventListener("htmx:response:error", (event) => {
    const ctx = event.detail.ctx;
    const isOurs = (ctx.response.headers.get("content-type") || "").startsWith("text/plain");
    fail(isOurs && ctx.text ? ctx.text : NETWORK_TROUBLE);
  });

  document.addEventListener("htmx:error", () => fail(NETWORK_TROUBLE));

  box.addEventListener("input", grow);
  box.addEventListener("keydown", (event) => {
    // isComposing: an input method (Telex, VNI) still holds the word.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      composer.requestSubmit();
    }
  });

  if (box.hasAttribute("data-prefilled")) {
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
    grow();
  } else if (log.lastElementChild && !location.hash) {
    show(log.lastElementChild);
  }
})();
