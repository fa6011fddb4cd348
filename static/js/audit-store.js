/* What an auditor answered and the server has not taken yet. One database per person: on a shared phone nobody's work
   is sent in another's name. auditStore(user) → {all, put, settle, state, keepState}; see docs/features/audit-walk.md. */
(function () {
  "use strict";

  function open(name) {
    return new Promise(function (done, fail) {
      var asked = indexedDB.open(name, 1);
      asked.onupgradeneeded = function () {
        asked.result.createObjectStore("outbox", { keyPath: "key" });
        asked.result.createObjectStore("states");
      };
      asked.onsuccess = function () { done(asked.result); };
      asked.onerror = asked.onblocked = function () { fail(asked.error); };
    });
  }

  window.auditStore = async function (user, walk) {
    var base = await open("audit-walk-" + user), isAsked = false;

    // One transaction; done when it is on the disk, not when it was asked for.
    function within(store, mode, work) {
      return new Promise(function (done, fail) {
        var transaction = base.transaction(store, mode, { durability: "strict" }), asked = work(transaction.objectStore(store));
        transaction.oncomplete = function () { done(asked && asked.result); };
        transaction.onabort = transaction.onerror = function () { fail(transaction.error); };
      });
    }

    function everything() { return within("outbox", "readonly", function (box) { return box.getAll(); }); }

    // Signing out asks first while something is kept here (organisation.views_auth reads the cookie).
    async function mark() {
      var left = (await everything()).length;
      document.cookie = "unsent-" + user + "=" + left + "; path=/; SameSite=Lax; max-age=" + (left ? 31536000 : 0) +
        (location.protocol === "https:" ? "; Secure" : "");
    }

    await mark();
    return {
      all: async function () { return (await everything()).filter(function (row) { return row.walk === walk; }); },
      put: async function (row) {
        // Not to be cleared when the device wants room.
        if (!isAsked && navigator.storage && navigator.storage.persist) navigator.storage.persist();
        isAsked = true;
        await within("outbox", "readwrite", function (box) { box.put(row); });
        await mark();
      },
      // The server took it (or the person dropped it): gone, unless it was changed meanwhile.
      settle: async function (key, uid) {
        await within("outbox", "readwrite", function (box) {
          var asked = box.get(key);
          asked.onsuccess = function () { if (asked.result && asked.result.uid === uid) box.delete(key); };
        });
        await mark();
      },
      state: function () { return within("states", "readonly", function (box) { return box.get(walk); }); },
      keepState: function (state) { return within("states", "readwrite", function (box) { box.put(state, walk); }); }
    };
  };
})();
