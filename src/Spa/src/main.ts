import { mount } from 'svelte';
import App from '$/app/App.svelte';
import { startWorker } from '$/app/worker';
import { prepareProblems } from '$/api/client';
import { allWords, i18n } from '$/lib/i18n.svelte';
import './ui/tokens.css';
import './ui/base.css';
import './ui/prose.css';

prepareProblems(allWords);
const target = document.getElementById('app');
if (target)
  void i18n.load().then(() => {
    mount(App, { target });
    startWorker();
  });
