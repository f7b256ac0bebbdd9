/* The exam page. An answer is kept in this browser first, then sent; "saved" is said only when the server has it. */
(function () {
  "use strict";
  var main = document.querySelector("[data-exam]");
  var clockLine = document.querySelector("[data-time]");
  var stateLine = document.querySelector("[data-state]");
  var handIn = document.querySelector("[data-hand-in]");
  var uuid = location.pathname.split("/").filter(function (part) { return part.length === 36; })[0];
  var base = location.pathname.replace(/sit\/$/, "");
  var store = "zhixin-attempt-" + uuid;
  var kept = read() || {};
  var questions = [], saved = {}, place = 0, skew = 0, closesAt = 0, sending = false, ended = false, wait = 1000, offline = false;
  kept.drafts = kept.drafts || {};

  function read() { try { return JSON.parse(localStorage.getItem(store)); } catch (fault) { return null; } }
  function keep() { try { localStorage.setItem(store, JSON.stringify(kept)); } catch (fault) { /* a full store: the answer is still sent */ } }
  function word(name) { return main.getAttribute("data-w-" + name) || ""; }
  function make(tag, name, text) {
    var node = document.createElement(tag);
    if (name) { node.className = name; }
    if (text !== undefined && text !== null) { node.textContent = text; }
    return node;
  }
  function button(text, name, act) {
    var node = make("button", "btn " + name, text);
    node.type = "button";
    node.addEventListener("click", act);
    return node;
  }
  function clear() { while (main.firstChild) { main.removeChild(main.firstChild); } var bar = document.querySelector(".exam__bar"); if (bar) { bar.parentNode.removeChild(bar); } }

  /* One request at a time to the server, with the attempt's token. */
  function call(method, path, body, done) {
    var ask = new XMLHttpRequest();
    ask.open(method, base + path);
    ask.timeout = 15000;
    ask.setRequestHeader("Authorization", "Bearer " + kept.token);
    if (body !== null) { ask.setRequestHeader("Content-Type", "application/json"); }
    ask.onload = function () {
      var answer = null;
      try { answer = JSON.parse(ask.responseText); } catch (fault) { answer = null; }
      done(ask.status, answer || {});
    };
    ask.onerror = ask.ontimeout = function () { done(0, {}); };
    ask.send(body === null ? null : JSON.stringify(body));
  }
  function later(act) { setTimeout(act, wait); wait = Math.min(wait * 2, 20000); }

  function begin() {
    if (!kept.token) { lost(); return; }
    call("GET", "paper/", null, function (status, body) {
      if (status === 200) { questions = body.questions; kept.questions = questions; keep(); fetchAnswers(); return; }
      if (status === 403) { waitToOpen(); return; }
      if (status === 401 || status === 404) { lost(); return; }
      if (kept.questions) { questions = kept.questions; saved = kept.saved || {}; closesAt = kept.closesAt || 0; setOffline(true); show(); later(fetchAnswers); return; }
      setOffline(true); later(begin);
    });
  }
  function fetchAnswers() {
    call("GET", "answers/", null, function (status, body) {
      if (status !== 200) { if (status === 401) { lost(); } else { setOffline(true); later(fetchAnswers); } return; }
      wait = 1000;
      skew = Date.parse(body.server_time) - Date.now();
      closesAt = Date.parse(body.closes_at);
      saved = body.answers; kept.saved = saved; kept.closesAt = closesAt; keep();
      setOffline(false);
      show(); send();
    });
  }
  function waitToOpen() {
    var left = Math.max(1, Math.ceil((Date.parse(kept.opens_at) - Date.now() - skew) / 1000));
    clear();
    main.appendChild(make("p", "lead", word("opens").replace("{s}", left)));
    setTimeout(left > 1 ? waitToOpen : begin, 1000);
  }
  function lost() {
    ended = true; handIn.hidden = true; clear(); clockLine.textContent = "";
    main.appendChild(make("p", "notice notice--warn", word("lost")));
    link(main.getAttribute("data-more"), word("mine"));
  }
  function link(url, text) { var node = make("a", "btn btn--big", text); node.href = url; var line = make("p"); line.appendChild(node); main.appendChild(line); }

  function setOffline(now) { offline = now; state(); }
  function unsent() { return Object.keys(kept.drafts); }
  function state() {
    stateLine.className = "exam__state" + (offline ? " is-off" : "");
    stateLine.textContent = ended ? "" : offline ? word("offline") : unsent().length ? word("unsaved") : word("all-saved");
    var mark = document.querySelector("[data-mark]");
    if (mark) {
      var slot = mark.getAttribute("data-mark");
      mark.textContent = kept.drafts[slot] ? (offline ? word("offline") : word("unsaved")) : saved[slot] && saved[slot].version ? word("saved") : "";
    }
  }
  function answerOf(slot) { return kept.drafts[slot] ? kept.drafts[slot].answer : (saved[slot] || {}).answer; }
  function answered(slot) { var now = answerOf(slot); return now !== null && now !== undefined; }

  function give(slot, answer) {
    kept.drafts[slot] = { answer: answer, base: kept.drafts[slot] ? kept.drafts[slot].base : (saved[slot] || { version: 0 }).version };
    keep(); state(); sheet(); send();
  }
  function send() {
    var slot = unsent()[0];
    if (sending || ended || slot === undefined) { return; }
    var draft = kept.drafts[slot], text = JSON.stringify(draft.answer);
    sending = true;
    call("PUT", "answers/" + slot + "/", { base_version: draft.base, answer: draft.answer }, function (status, body) {
      sending = false;
      if (status === 200) {
        wait = 1000;
        saved[slot] = { version: body.version, answer: draft.answer };
        closesAt = Date.parse(body.closes_at);
        if (kept.drafts[slot] && JSON.stringify(kept.drafts[slot].answer) === text) { delete kept.drafts[slot]; } else if (kept.drafts[slot]) { kept.drafts[slot].base = body.version; }
        kept.saved = saved; keep(); setOffline(false); sheet(); send();
      } else if (status === 409 && body.current) {
        choose(slot, body.current);
      } else if (status === 410) {
        finished();
      } else if (status === 401) {
        lost();
      } else if (status === 422 || status === 404) {
        delete kept.drafts[slot]; keep(); stateLine.textContent = body.message || ""; send();
      } else {
        setOffline(status === 0); later(send);
      }
    });
  }
  /* Another device saved this answer: the learner decides, nothing is overwritten silently. */
  function choose(slot, current) {
    saved[slot] = current;
    place = Number(slot) - 1; show();
    var box = make("div", "notice notice--warn");
    box.setAttribute("role", "alert");
    box.appendChild(make("p", "", word("stale")));
    box.appendChild(make("p", "", JSON.stringify(current.answer)));
    box.appendChild(button(word("theirs"), "btn--quiet", function () { delete kept.drafts[slot]; keep(); show(); state(); send(); }));
    box.appendChild(button(word("ours"), "", function () { kept.drafts[slot].base = current.version; keep(); show(); send(); }));
    main.insertBefore(box, main.firstChild);
  }

  function show() {
    if (ended || !questions.length) { return; }
    var question = questions[place];
    clear();
    handIn.hidden = false;
    main.appendChild(make("p", "eyebrow", word("of").replace("{n}", place + 1).replace("{t}", questions.length) + " · " + word(question.type) + " · " + word("points").replace("{p}", question.points)));
    if (question.material) { main.appendChild(make("p", "exam__material", question.material)); }
    var stem = make("h1", "exam__stem", question.stem);
    stem.id = "stem";
    main.appendChild(stem);
    main.appendChild(field(question, answerOf(question.slot), function (answer) { give(question.slot, answer); }, "q"));
    var mark = make("p", "muted small");
    mark.setAttribute("data-mark", question.slot);
    mark.setAttribute("role", "status");
    main.appendChild(mark);
    main.appendChild(button(word("clear"), "btn--link", function () { give(question.slot, null); show(); }));
    var all = make("details", "panel");
    all.appendChild(make("summary", "", word("sheet")));
    var list = make("ol", "exam__sheet");
    list.setAttribute("data-sheet", "");
    all.appendChild(list);
    main.appendChild(all);
    var bar = make("nav", "exam__bar");
    var back = button(word("back"), "btn--quiet", function () { go(place - 1); });
    back.disabled = place === 0;
    bar.appendChild(back);
    var last = place === questions.length - 1;
    bar.appendChild(last ? button(word("yes"), "btn--learn", ask) : button(word("next"), "btn--learn", function () { go(place + 1); }));
    document.body.appendChild(bar);
    sheet(); state();
  }
  function go(to) { place = Math.max(0, Math.min(questions.length - 1, to)); show(); window.scrollTo(0, 0); document.getElementById("stem").setAttribute("tabindex", "-1"); document.getElementById("stem").focus(); }
  function sheet() {
    var list = document.querySelector("[data-sheet]");
    if (!list) { return; }
    while (list.firstChild) { list.removeChild(list.firstChild); }
    questions.forEach(function (question, at) {
      var row = make("li"), to = make("button", "", at + 1);
      to.type = "button";
      to.className = (answered(question.slot) ? "is-answered " : "") + (kept.drafts[question.slot] ? "is-unsent " : "") + (at === place ? "is-here" : "");
      to.setAttribute("aria-label", word("of").replace("{n}", at + 1).replace("{t}", questions.length) + (answered(question.slot) ? ", " + word("saved") : ""));
      if (at === place) { to.setAttribute("aria-current", "true"); }
      to.addEventListener("click", function () { go(at); });
      row.appendChild(to); list.appendChild(row);
    });
  }

  /* One control for each type of question; `tell` gets the answer in the form of the interface. */
  function field(question, answer, tell, name) {
    var box = make("div");
    box.setAttribute("role", "group");
    box.setAttribute("aria-labelledby", "stem");
    if (question.type === "single" || question.type === "multiple") { choices(box, question, answer, tell, name); }
    else if (question.type === "truefalse") { truth(box, answer, tell, name); }
    else if (question.type === "matching") { matching(box, question, answer, tell); }
    else if (question.type === "ordering") { ordering(box, question, answer, tell); }
    else if (question.type === "case") { parts(box, question, answer, tell, name); }
    else { words(box, question, answer, tell); }
    return box;
  }
  function row(box, kind, name, letter, text, chosen, act) {
    var line = make("label", "exam__row" + (chosen ? " is-chosen" : ""));
    var input = make("input");
    input.type = kind; input.name = name; input.checked = chosen; input.value = letter;
    input.addEventListener("change", function () { act(input.checked); });
    line.appendChild(input);
    if (letter) { line.appendChild(make("span", "exam__letter", letter)); }
    line.appendChild(make("span", "exam__text", text));
    box.appendChild(line);
    return line;
  }
  function choices(box, question, answer, tell, name) {
    var many = question.type === "multiple", now = many ? (answer || []).slice() : answer, lines = {};
    question.options.forEach(function (option) {
      lines[option.letter] = row(box, many ? "checkbox" : "radio", name, option.letter, option.text, many ? now.indexOf(option.letter) >= 0 : now === option.letter, function (on) {
        if (many) {
          now = now.filter(function (one) { return one !== option.letter; });
          if (on) { now.push(option.letter); now.sort(); }
          tell(now.length ? now.slice() : null);
        } else { now = option.letter; tell(now); }
        Object.keys(lines).forEach(function (letter) { lines[letter].classList.toggle("is-chosen", many ? now.indexOf(letter) >= 0 : now === letter); });
      });
    });
  }
  function truth(box, answer, tell, name) {
    var lines = [];
    [[true, word("true")], [false, word("false")]].forEach(function (one, at) {
      lines.push(row(box, "radio", name, "", one[1], answer === one[0], function () {
        tell(one[0]);
        lines.forEach(function (line, other) { line.classList.toggle("is-chosen", other === at); });
      }));
    });
  }
  function matching(box, question, answer, tell) {
    var now = {}, from = answer || {};
    Object.keys(from).forEach(function (key) { now[key] = from[key]; });
    question.left.forEach(function (left) {
      var line = make("div", "field"), label = make("label", "", left.text), pick = make("select");
      pick.id = "left-" + left.key + "-" + question.slot; label.htmlFor = pick.id;
      pick.appendChild(new Option(word("choose"), ""));
      question.options.forEach(function (option) { pick.appendChild(new Option(option.letter + " " + option.text, option.letter)); });
      pick.value = now[left.key] || "";
      pick.addEventListener("change", function () { if (pick.value) { now[left.key] = pick.value; } else { delete now[left.key]; } tell(Object.keys(now).length ? JSON.parse(JSON.stringify(now)) : null); });
      line.appendChild(label); line.appendChild(pick); box.appendChild(line);
    });
  }
  function ordering(box, question, answer, tell) {
    var order = (answer || question.options.map(function (option) { return option.letter; })).slice();
    function text(letter) { return question.options.filter(function (option) { return option.letter === letter; })[0].text; }
    function draw() {
      while (box.firstChild) { box.removeChild(box.firstChild); }
      order.forEach(function (letter, at) {
        var line = make("div", "exam__row" + (answer ? " is-chosen" : ""));
        line.appendChild(make("span", "exam__letter", at + 1));
        line.appendChild(make("span", "exam__text", text(letter)));
        [["up", -1], ["down", 1]].forEach(function (way) {
          var to = at + way[1], move = button(word(way[0]), "btn--small btn--quiet", function () { order.splice(to, 0, order.splice(at, 1)[0]); answer = order; tell(order.slice()); draw(); });
          move.disabled = to < 0 || to >= order.length;
          move.setAttribute("aria-label", word(way[0]) + " " + text(letter));
          line.appendChild(move);
        });
        box.appendChild(line);
      });
      if (!answer) { box.appendChild(button(word("order"), "btn--quiet", function () { answer = order; tell(order.slice()); draw(); })); }
    }
    draw();
  }
  function words(box, question, answer, tell) {
    var many = question.type === "short" ? Math.max(1, (question.stem.match(/_{2,}|（\s*）|\(\s*\)/g) || []).length) : 1;
    var list = question.type === "short" ? (Array.isArray(answer) ? answer.slice() : [answer || ""]) : [answer || ""], timer = 0;
    while (list.length < many) { list.push(""); }
    list.forEach(function (text, at) {
      var line = make("div", "field"), label = make("label", "", many > 1 ? word("blank").replace("{n}", at + 1) : word(question.type === "numeric" ? "number" : "text"));
      var input = make(question.type === "essay" ? "textarea" : "input");
      input.id = "text-" + question.slot + "-" + at; label.htmlFor = input.id; input.value = text;
      if (question.type === "essay") { input.rows = 10; } else { input.type = "text"; }
      if (question.type === "numeric") { input.setAttribute("inputmode", "decimal"); }
      function now() {
        clearTimeout(timer);
        list[at] = input.value.trim();
        var some = list.some(function (one) { return one; });
        tell(!some ? null : question.type === "short" ? list.slice() : list[0]);
      }
      input.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(now, 800); });
      input.addEventListener("change", now);
      line.appendChild(label); line.appendChild(input); box.appendChild(line);
    });
  }
  function parts(box, question, answer, tell, name) {
    var now = question.parts.map(function (part, at) { return answer ? answer[at] : null; });
    question.parts.forEach(function (part, at) {
      var piece = make("section", "exam__part");
      piece.appendChild(make("h2", "", (at + 1) + ". " + part.stem));
      piece.appendChild(field(part, now[at], function (one) { now[at] = one; tell(now.some(function (each) { return each !== null; }) ? now.slice() : null); }, name + "-" + at));
      box.appendChild(piece);
    });
  }

  function ask() {
    var open = questions.filter(function (question) { return !answered(question.slot); }).length;
    clear();
    var box = make("section", "panel");
    box.appendChild(make("h1", "", open ? word("sure").replace("{u}", open) : word("sure-all")));
    if (unsent().length) { box.appendChild(make("p", "notice notice--warn", word("waiting"))); }
    var line = make("p", "cluster");
    line.appendChild(button(word("no"), "btn--quiet", show));
    line.appendChild(button(word("yes"), "btn--learn", submit));
    box.appendChild(line);
    main.appendChild(box);
  }
  function submit() {
    if (ended) { return; }
    var over = closesAt && Date.now() + skew >= closesAt;
    if (unsent().length && !over) { send(); stateLine.textContent = word("waiting"); setTimeout(submit, 700); return; }
    call("POST", "submit/", {}, function (status, body) {
      if (status === 200) { finished(body.receipt); } else if (status === 401) { lost(); } else { setOffline(true); later(submit); }
    });
  }
  function finished(receipt) {
    ended = true; handIn.hidden = true; clear();
    clockLine.textContent = ""; stateLine.textContent = "";
    kept = { token: kept.token, opens_at: kept.opens_at, drafts: {} }; keep();
    main.appendChild(make("h1", "song", receipt ? word("done") : word("closed")));
    if (receipt) {
      var facts = make("p", "panel panel--learn", word("receipt") + " ");
      facts.appendChild(make("strong", "code", receipt.code));
      main.appendChild(facts);
    }
    link(main.getAttribute("data-more") + uuid + "/", word("result"));
  }

  function tick() {
    if (closesAt && !ended) {
      var left = Math.floor((closesAt - Date.now() - skew) / 1000);
      clockLine.classList.toggle("is-urgent", left <= 300);
      clockLine.textContent = left > 0 ? word("left").replace("{m}", Math.floor(left / 60)).replace("{s}", left % 60) : word("over");
      if (left <= 0) { clear(); submit(); closesAt = 0; }
    }
    setTimeout(tick, 500);
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || /^(TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.type === "text") { return; }
    var letter = event.key.toUpperCase();
    if (/^[A-H]$/.test(letter)) { var one = main.querySelector("input[value='" + letter + "']"); if (one) { one.click(); } }
    if (event.key === "PageDown") { go(place + 1); event.preventDefault(); }
    if (event.key === "PageUp") { go(place - 1); event.preventDefault(); }
  });
  window.addEventListener("online", function () { wait = 1000; send(); });
  handIn.addEventListener("click", ask);
  begin(); tick();
}());
