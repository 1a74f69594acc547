// What every page has. The camera and the passkeys are scripts of their own.

import * as connection from "./connection";
import * as ending from "./ending";
import * as follow from "./follow";
import * as small from "./small";
import * as strength from "./strength";

connection.start();
ending.start();
follow.start();
small.start();
strength.start();
