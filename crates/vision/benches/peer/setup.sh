#!/bin/sh
# Installs the library that the bench compares with into a virtual environment in the cache.
set -eu
folder="${XDG_CACHE_HOME:-$HOME/.cache}/bonafide/peers/face_recognition"
if [ -x "$folder/bin/python" ] && "$folder/bin/python" -c 'import face_recognition' 2>/dev/null; then
    echo "$folder is ready"
    exit 0
fi
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet 'setuptools<81' 'dlib-bin==20.*' numpy pillow click \
    face_recognition_models==0.3.0
# Without its dependencies: it asks for dlib by another name, to be compiled.
"$folder/bin/pip" install --quiet --no-deps face_recognition==1.3.0
"$folder/bin/python" -c 'import face_recognition'
echo "$folder is ready"
