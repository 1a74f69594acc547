#!/bin/sh
# Installs the libraries that the benches compare with, each into a virtual environment in the cache.
# PassportEye also needs Debian's tesseract-ocr.
set -eu
peers="${XDG_CACHE_HOME:-$HOME/.cache}/bonafide/peers"

# missing NAME MODULE: whether that environment cannot load the module.
missing() {
    ! { [ -x "$peers/$1/bin/python" ] && "$peers/$1/bin/python" -c "import $2" 2>/dev/null; }
}

if missing face_recognition face_recognition; then
    python3 -m venv "$peers/face_recognition"
    "$peers/face_recognition/bin/pip" install --quiet 'setuptools<81' 'dlib-bin==20.*' numpy pillow click \
        face_recognition_models==0.3.0
    # Without its dependencies: it asks for dlib by another name, to be compiled.
    "$peers/face_recognition/bin/pip" install --quiet --no-deps face_recognition==1.3.0
    "$peers/face_recognition/bin/python" -c 'import face_recognition'
fi
if missing passporteye passporteye; then
    python3 -m venv "$peers/passporteye"
    "$peers/passporteye/bin/pip" install --quiet 'setuptools<81' passporteye==2.2.*
    "$peers/passporteye/bin/python" -c 'import passporteye'
fi
echo "$peers is ready"
