/** Says what the address tells: the provider sends a refused login back to this page. */

import { applyTheme } from './theme.js';

applyTheme();
if (new URLSearchParams(location.search).has('error')) document.getElementById('refused').hidden = false;
