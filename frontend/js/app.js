// Ratusz: progressive enhancement only. Every errand works when this file does not load.
import { autosave } from './autosave.js';
import { busy } from './busy.js';
import { covers } from './covers.js';
import { dialogs } from './dialogs.js';
import { dirty } from './dirty.js';
import { errors } from './errors.js';
import { fold } from './fold.js';
import { menus } from './menus.js';
import { passwords } from './passwords.js';
import { pickers } from './picker.js';
import { printing } from './printing.js';
import { repeat } from './repeat.js';
import { selection } from './selection.js';

fold();
menus();
pickers();
repeat();
passwords();
selection();
printing();
covers();
dialogs();
autosave();
busy();
dirty();
errors(); // last: what it focuses must be where it will stay
