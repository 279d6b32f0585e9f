(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('chart-data').textContent);
  var charts = [];

  function ink(name) {
    return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  }

  function series(index) {
    return ink('series-' + (index % 6 + 1));
  }

  function digits(value) {
    if (value == null) {
      return '-';
    }
    var size = Math.abs(value);
    return value.toFixed(size >= 100 || value === Math.round(value) ? 0 : size >= 10 ? 1 : 2);
  }

  function time(most) {
    return most < 1e3 ? ['ns', 1] : most < 1e6 ? ['us', 1e3] : most < 1e9 ? ['ms', 1e6] : ['s', 1e9];
  }

  function greatest(lists) {
    return lists.reduce(function (most, list) {
      return list.reduce(function (a, b) { return b != null && b > a ? b : a; }, most);
    }, 0);
  }

  function scaled(list, by) {
    return list.map(function (value) { return value == null ? null : value / by; });
  }

  function line(label, colour, unit, more) {
    return Object.assign({
      label: label, stroke: colour, width: 1.75, spanGaps: true, points: { show: false },
      value: function (chart, value) { return value == null ? '' : digits(value) + ' ' + unit; }
    }, more);
  }

  function axis(unit, more) {
    return Object.assign({
      stroke: ink('soft'), grid: { stroke: ink('grid'), width: 1 }, ticks: { stroke: ink('grid'), width: 1 },
      font: '11px system-ui, sans-serif',
      values: function (chart, ticks) { return ticks.map(function (tick) { return digits(tick) + (unit ? ' ' + unit : ''); }); }
    }, more);
  }

  function fromZero(chart, low, high) {
    return [0, high > 0 ? high * 1.08 : 1];
  }

  function percentileOf(x) {
    var decimals = Math.max(0, Math.ceil(Math.log10(x) - 2 - 1e-9));
    return (100 - 100 / x).toFixed(decimals) + ' %';
  }

  // The marks that people ask for first get the room, whatever stands too close to one of them is left out.
  function percentileMarks(chart) {
    var scale = chart.scales.x;
    var width = chart.bbox.width / devicePixelRatio;
    var apart = Math.log10(scale.max / scale.min) * 44 / Math.max(width, 1);
    var taken = [];
    [20, 100, 2, 1000, 1e4, 1e5, 1e6, 10, 1].forEach(function (mark) {
      var inside = mark >= scale.min * 0.999 && mark <= scale.max * 1.001;
      if (inside && taken.every(function (other) { return Math.abs(Math.log10(mark / other)) >= apart; })) {
        taken.push(mark);
      }
    });
    return taken.sort(function (a, b) { return a - b; });
  }

  var kinds = {
    curve: function (scenario) {
      var unit = time(greatest(scenario.curve.map(function (part) { return part.nanos; })));
      var tables = scenario.curve.map(function (part) {
        return [part.percentiles.map(function (p) { return 100 / (100 - p); }), scaled(part.nanos, unit[1])];
      });
      var limits = scenario.p95Limits;
      return {
        data: uPlot.join(tables),
        options: {
          scales: { x: { time: false, distr: 3 }, y: { range: fromZero } },
          axes: [
            axis('', {
              splits: percentileMarks,
              filter: function (chart, splits) { return splits; },
              values: function (chart, ticks) { return ticks.map(percentileOf); }
            }),
            axis(unit[0], { size: 64 })
          ],
          series: [{ label: 'percentile', value: function (chart, x) { return x == null ? '' : percentileOf(x); } }]
            .concat(scenario.curve.map(function (part, index) { return line(part.label, series(index), unit[0]); })),
          hooks: {
            draw: [function (chart) {
              limits.forEach(function (limit) {
                var value = limit / unit[1];
                if (value > chart.scales.y.max || 20 > chart.scales.x.max) {
                  return;
                }
                var y = chart.valToPos(value, 'y', true);
                var x = chart.valToPos(20, 'x', true);
                var reach = 7 * devicePixelRatio;
                chart.ctx.save();
                chart.ctx.strokeStyle = ink('fail');
                chart.ctx.lineWidth = 2 * devicePixelRatio;
                chart.ctx.beginPath();
                chart.ctx.moveTo(x - reach, y);
                chart.ctx.lineTo(x + reach, y);
                chart.ctx.stroke();
                chart.ctx.restore();
              });
            }]
          }
        }
      };
    },
    timeline: function (scenario) {
      var single = scenario.timeline.length === 1;
      var lists = scenario.timeline.map(function (part) { return part.mean; });
      if (single) {
        lists.push(scenario.timeline[0].max);
      }
      var unit = time(greatest(lists));
      var span = time(greatest(scenario.timeline.map(function (part) { return part.offset; })));
      var tables = [];
      var lines = [];
      scenario.timeline.forEach(function (part, index) {
        var offset = scaled(part.offset, span[1]);
        tables.push([offset, scaled(part.mean, unit[1])]);
        lines.push(line(single ? 'mean' : part.label, series(index), unit[0]));
        if (single) {
          tables.push([offset, scaled(part.max, unit[1])]);
          lines.push(line('max', series(1), unit[0], { width: 1, dash: [4, 3] }));
        }
      });
      return {
        data: uPlot.join(tables),
        options: {
          scales: { x: { time: false }, y: { range: fromZero } },
          axes: [axis(span[0], { space: 64 }), axis(unit[0], { size: 64 })],
          series: [{ label: 'at', value: function (chart, x) { return x == null ? '' : digits(x) + ' ' + span[0]; } }].concat(lines)
        }
      };
    },
    memory: function (scenario) {
      var tables = [];
      var lines = [];
      var dropped = 0;
      scenario.memory.forEach(function (part, index) {
        var cycles = part.heap.map(function (value, cycle) { return cycle + 1; });
        var prefix = scenario.memory.length === 1 ? '' : part.label + ' ';
        dropped = Math.max(dropped, part.dropped);
        tables.push([cycles, scaled(part.heap, 1048576)], [cycles, scaled(part.resident, 1048576)]);
        lines.push(
          line(prefix + 'heap after collection', series(2 * index), 'MB', { points: { show: true, size: 5 } }),
          line(prefix + 'resident set', series(2 * index + 1), 'MB', { dash: [4, 3], points: { show: true, size: 5 } }));
      });
      return {
        data: uPlot.join(tables),
        options: {
          scales: { x: { time: false, range: function (chart, low, high) { return [0.5, high + 0.5]; } }, y: { range: fromZero } },
          axes: [
            axis('', { incrs: [1, 2, 5, 10, 20, 50, 100] }),
            axis('MB', { size: 64 })
          ],
          series: [{ label: 'cycle' }].concat(lines),
          hooks: {
            drawClear: [function (chart) {
              if (dropped > 0) {
                var left = chart.valToPos(0.5, 'x', true);
                chart.ctx.save();
                chart.ctx.fillStyle = ink('shade');
                chart.ctx.fillRect(left, chart.bbox.top, chart.valToPos(dropped + 0.5, 'x', true) - left, chart.bbox.height);
                chart.ctx.restore();
              }
            }]
          }
        }
      };
    }
  };

  function draw(place) {
    var made = kinds[place.dataset.kind](data[place.dataset.scenario]);
    place.textContent = '';
    made.options.width = Math.max(place.clientWidth, 200);
    made.options.height = 220;
    made.options.cursor = { drag: { x: false, y: false }, points: { size: 6 } };
    return new uPlot(made.options, made.data, place);
  }

  function show(place) {
    var known = { place: place, chart: draw(place) };
    charts.push(known);
    new ResizeObserver(function () {
      if (place.clientWidth > 0 && known.chart.width !== place.clientWidth) {
        known.chart.setSize({ width: place.clientWidth, height: 220 });
      }
    }).observe(place);
  }

  var seen = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (entry.isIntersecting) {
        seen.unobserve(entry.target);
        show(entry.target);
      }
    });
  }, { rootMargin: '600px' });
  document.querySelectorAll('.chart').forEach(function (place) { seen.observe(place); });

  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', function () {
    charts.forEach(function (known) {
      known.chart.destroy();
      known.chart = draw(known.place);
    });
  });
})();
