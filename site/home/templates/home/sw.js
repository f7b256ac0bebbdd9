/* Keeps one page for the time without a network, and the style it needs. Pages of the platform are never kept here:
   what is on them may be private, and what was kept might no longer be true. */
var KEPT = "zhixin-offline-{{ version }}";
var FILES = ["{{ offline|escapejs }}"{% for file in style %}, "{{ file|escapejs }}"{% endfor %}];

self.addEventListener("install", function (event) {
  event.waitUntil(caches.open(KEPT).then(function (cache) { return cache.addAll(FILES); }));
  self.skipWaiting();
});

self.addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) {
      return name.indexOf("zhixin-offline-") === 0 && name !== KEPT;
    }).map(function (name) { return caches.delete(name); }));
  }));
});

self.addEventListener("fetch", function (event) {
  var request = event.request;
  if (request.method !== "GET") { return; }
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(function () { return caches.match(FILES[0]); }));
  } else if (FILES.indexOf(new URL(request.url).pathname) > 0) {
    event.respondWith(fetch(request).catch(function () { return caches.match(request); }));
  }
});
