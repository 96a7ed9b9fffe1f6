// Opens a page several times, scrolls it, and filters it; prints milliseconds.
import chromium from '@sparticuz/chromium';
import puppeteer from 'puppeteer-core';

const url = 'file://' + process.argv[2];
const OPENINGS = 7;
const PIXELS = 12_000;
const PIXELS_PER_SECOND = 3_000;

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM || (await chromium.executablePath()),
  headless: 'shell',
  args: [...chromium.args, '--allow-file-access-from-files'],
  defaultViewport: { width: 1280, height: 860 },
});

function share(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(1);
}

// From the start of the navigation to the frame behind the one with the first ranking.
async function opening() {
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(() => {
    const watch = new MutationObserver(() => {
      if (document.querySelector('#ranking > li')) {
        watch.disconnect();
        requestAnimationFrame(() => setTimeout(() => (window.firstRanking = performance.now())));
      }
    });
    watch.observe(document, { childList: true, subtree: true });
  });
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForFunction('window.firstRanking');
  const painted = await page.evaluate('window.firstRanking');
  const loaded = await page.evaluate('performance.getEntriesByType("navigation")[0].loadEventEnd');
  await page.close();
  return { painted, loaded };
}

async function scrolling(name, x, prepare) {
  const page = await browser.newPage();
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForSelector('#ranking > li');
  await page.evaluate(prepare);
  await page.evaluate(() => {
    window.frames_ = [];
    let last = performance.now();
    const frame = (now) => {
      window.frames_.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  const session = await page.createCDPSession();
  await session.send('Input.synthesizeScrollGesture', {
    x,
    y: 500,
    yDistance: -PIXELS,
    speed: PIXELS_PER_SECOND,
    gestureSourceType: 'mouse',
  });
  const frames = (await page.evaluate('window.frames_')).slice(2);
  console.log(
    `${name}: frames median ${share(frames, 0.5)}, 95 % ${share(frames, 0.95)}, 99 % ` +
      `${share(frames, 0.99)}, worst ${share(frames, 1)}`,
  );
  await page.close();
}

const openings = [];
for (let i = 0; i < OPENINGS; i++) {
  openings.push(await opening());
}
const list = (key) => openings.map((o) => o[key].toFixed(0)).join(' ');
console.log(`first ranking painted after ${list('painted')}; load event after ${list('loaded')}`);
await scrolling('ranking', 800, () => {});
await scrolling('ranking, all reasoning open', 800, () => document.getElementById('open-all').click());
await scrolling('queries', 150, () => {});
await browser.close();
