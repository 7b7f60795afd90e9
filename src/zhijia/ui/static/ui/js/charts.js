"use strict";
// Charts: draws the options that stand in the page as data; ECharts is only fetched where there is one.
(() => {
  let loading = null;

  const load = () => (loading ??= new Promise((resolve, reject) => {
    if (window.echarts) { resolve(window.echarts); return; }
    const script = document.createElement("script");
    script.src = document.querySelector("meta[name=zhijia-echarts]").content;
    script.addEventListener("load", () => resolve(window.echarts));
    script.addEventListener("error", reject);
    document.head.append(script);
  }));

  const draw = (echarts, area) => {
    const option = JSON.parse(document.getElementById(area.dataset.chart).textContent);
    const lines = Number(area.dataset.lines);
    // One line of lying bars needs its height, however many there are.
    if (lines) area.style.height = `${Math.max(120, lines * 34 + 60)}px`;
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) option.animation = false;
    // The unseen series that carry a band say nothing when one points at a month.
    if (option.series.some((one) => one.silent)) {
      const unseen = new Set(option.series.filter((one) => one.silent).map((one) => one.name));
      option.tooltip.formatter = (points) => [points[0].name, ...points.filter((one) => !unseen.has(one.seriesName) && one.value != null)
        .map((one) => `${one.seriesName}: ${Math.round(one.value * 100) / 100}`)].join("\n");
    }
    const locale = document.documentElement.lang.startsWith("zh") ? "ZH" : "EN";
    const chart = echarts.init(area, null, { renderer: "svg", locale });
    // On a telephone long names beside lying bars break into lines and leave the bars their room.
    const fit = () => {
      chart.resize();
      if (lines && area.clientWidth) chart.setOption({ yAxis: { axisLabel: { width: Math.round(area.clientWidth * 0.42), overflow: "break" } } });
    };
    chart.setOption(option);
    area.setAttribute("role", "img");
    new ResizeObserver(fit).observe(area);
    window.addEventListener("beforeprint", () => chart.resize());
  };

  const fail = (area) => {
    area.hidden = true;
    const table = area.parentElement.querySelector("details");
    if (table) table.open = true;
    zhijia.say(zhijia.text("chart_failed"));
  };

  document.addEventListener("DOMContentLoaded", () => {
    zhijia.onContent((root) => {
      const areas = [...root.querySelectorAll("[data-chart]:not([data-drawn])")];
      areas.forEach((area) => { area.dataset.drawn = "1"; });
      if (areas.length) load().then((echarts) => areas.forEach((area) => draw(echarts, area))).catch(() => areas.forEach(fail));
    });
  });
})();
