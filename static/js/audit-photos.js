/* Photos on the phone: made small before they are kept (drawing them anew also leaves out where they were taken). */
(function () {
  "use strict";
  var QUALITY = 0.82;

  function draw(picture, edge) {
    var scale = Math.min(1, edge / Math.max(picture.width, picture.height)), canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    var pen = canvas.getContext("2d");
    pen.fillStyle = "white";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  }

  window.auditPhotos = {
    // A JPEG of at most `edge` pixels a side, upright; rejects when the browser cannot read the file.
    small: async function (file, edge) {
      var picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      try {
        var canvas = draw(picture, edge);
        return await new Promise(function (done, fail) {
          canvas.toBlob(function (blob) { if (blob) done(blob); else fail(new Error("no picture")); }, "image/jpeg", QUALITY);
        });
      } finally {
        picture.close();
      }
    },
    // A picture kept on the device, as an element: the content policy knows no addresses for such pictures.
    thumb: function (blob, name) {
      var canvas = document.createElement("canvas");
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", name);
      createImageBitmap(blob).then(function (picture) {
        var small = draw(picture, 300);
        canvas.width = small.width;
        canvas.height = small.height;
        canvas.getContext("2d").drawImage(small, 0, 0);
      }, function () { /* the caption stays */ });
      return canvas;
    }
  };
})();
