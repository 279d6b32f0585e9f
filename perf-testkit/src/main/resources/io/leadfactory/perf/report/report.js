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

  function lines(chart, colour, width, dash, from, to) {
    var ctx = chart.ctx;
    ctx.save();
    ctx.strokeStyle = ink(colour);
    ctx.lineWidth = width * devicePixelRatio;
    ctx.setLineDash(dash.map(function (length) { return length * devicePixelRatio; }));
    ctx.beginPath();
    ctx.moveTo(from[0], from[1]);
    ctx.lineTo(to[0], to[1]);
    ctx.stroke();
    ctx.restore();
  }

  function vertical(chart, at, colour, width, dash) {
    if (at == null || at < chart.scales.x.min || at > chart.scales.x.max) {
      return;
    }
    var x = chart.valToPos(at, 'x', true);
    lines(chart, colour, width, dash, [x, chart.bbox.top], [x, chart.bbox.top + chart.bbox.height]);
  }

  function shade(chart, from, to) {
    if (from == null || to == null) {
      return;
    }
    var left = Math.max(chart.bbox.left, chart.valToPos(from, 'x', true));
    var right = Math.min(chart.bbox.left + chart.bbox.width, chart.valToPos(to, 'x', true));
    chart.ctx.save();
    chart.ctx.fillStyle = ink('shade');
    chart.ctx.fillRect(left, chart.bbox.top, Math.max(right - left, 1), chart.bbox.height);
    chart.ctx.restore();
  }

  function timed(label, by) {
    return { label: label, value: function (chart, x) { return x == null ? '' : by(x); } };
  }

  var kinds = {
    curve: function (chart) {
      var unit = time(greatest(chart.parts.map(function (part) { return part.nanos; })));
      var tables = chart.parts.map(function (part) {
        return [part.percentiles.map(function (p) { return 100 / (100 - p); }), scaled(part.nanos, unit[1])];
      });
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
          series: [timed('percentile', percentileOf)]
            .concat(chart.parts.map(function (part, index) { return line(part.label, series(index), unit[0]); })),
          hooks: {
            draw: [function (drawn) {
              chart.limits.forEach(function (limit) {
                var value = limit / unit[1];
                if (value > drawn.scales.y.max || 20 > drawn.scales.x.max) {
                  return;
                }
                var y = drawn.valToPos(value, 'y', true);
                var x = drawn.valToPos(20, 'x', true);
                var reach = 7 * devicePixelRatio;
                lines(drawn, 'fail', 2, [], [x - reach, y], [x + reach, y]);
              });
            }]
          }
        }
      };
    },
    timeline: function (chart) {
      var single = chart.parts.length === 1;
      var lists = chart.parts.map(function (part) { return part.mean; });
      if (single) {
        lists.push(chart.parts[0].max);
      }
      var unit = time(greatest(lists));
      var span = time(greatest(chart.parts.map(function (part) { return [part.width * part.mean.length]; })));
      var tables = [];
      var drawn = [];
      chart.parts.forEach(function (part, index) {
        var offset = part.mean.map(function (mean, slot) { return slot * part.width / span[1]; });
        tables.push([offset, scaled(part.mean, unit[1])]);
        drawn.push(line(single ? 'mean' : part.label, series(index), unit[0]));
        if (single) {
          tables.push([offset, scaled(part.max, unit[1])]);
          drawn.push(line('longest', series(1), unit[0], { width: 1, dash: [4, 3] }));
        }
      });
      return {
        data: uPlot.join(tables),
        options: {
          scales: { x: { time: false }, y: { range: fromZero } },
          axes: [axis(span[0], { space: 64 }), axis(unit[0], { size: 64 })],
          series: [timed('at', function (x) { return digits(x) + ' ' + span[0]; })].concat(drawn),
          hooks: {
            draw: [function (plot) {
              chart.parts.forEach(function (part) {
                part.errors.forEach(function (slot) {
                  var x = plot.valToPos(slot * part.width / span[1], 'x', true);
                  var y = plot.bbox.top + plot.bbox.height;
                  lines(plot, 'fail', 2, [], [x, y - 8 * devicePixelRatio], [x, y]);
                });
              });
            }]
          }
        }
      };
    },
    scaling: function (chart) {
      var unit = time(greatest([chart.mean, chart.p95]));
      var most = chart.users[chart.users.length - 1];
      var tables = [
        [chart.users, chart.throughput],
        [chart.users, scaled(chart.mean, unit[1])],
        [chart.users, scaled(chart.p95, unit[1])]
      ];
      var dots = { show: true, size: 6 };
      var drawn = [
        line('throughput', series(0), '/s', { points: dots }),
        line('mean', series(1), unit[0], { scale: 'time', points: dots }),
        line('P95', series(3), unit[0], { scale: 'time', dash: [4, 3], points: dots })
      ];
      return {
        data: uPlot.join(tables),
        options: {
          scales: {
            x: { time: false, range: function (plot, low, high) { return [0, Math.max(high, most) * 1.04]; } },
            y: { range: fromZero }, time: { range: fromZero }
          },
          axes: [
            axis('', { incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] }),
            axis('/s', { size: 68, stroke: series(0) }),
            axis(unit[0], { scale: 'time', side: 1, size: 60, stroke: series(1), grid: { show: false } })
          ],
          series: [timed('users', digits)].concat(drawn)
        }
      };
    },
    law: function (chart) {
      var unit = time(greatest([chart.mean, chart.meanHigh]));
      var most = chart.users[chart.users.length - 1];
      function part(within) {
        return chart.law.map(function (value, at) {
          return within ? (chart.lawUsers[at] <= most ? value : null) : (chart.lawUsers[at] >= most ? value : null);
        });
      }
      function upTo(list, by) {
        return function (plot, low, high) { return fromZero(plot, low, Math.max(high, greatest([list]) / by)); };
      }
      // A bar with caps, so that it is seen as an interval where it is hardly longer than its mark.
      function bars(plot, lows, highs, by, scale, colour) {
        chart.users.forEach(function (users, at) {
          if (lows[at] == null || highs[at] == null) {
            return;
          }
          var x = plot.valToPos(users, 'x', true);
          var low = plot.valToPos(lows[at] / by, scale, true);
          var high = plot.valToPos(highs[at] / by, scale, true);
          var cap = 4 * devicePixelRatio;
          lines(plot, colour, 1.5, [], [x, low], [x, high]);
          lines(plot, colour, 1.5, [], [x - cap, low], [x + cap, low]);
          lines(plot, colour, 1.5, [], [x - cap, high], [x + cap, high]);
        });
      }
      var tables = [[chart.users, chart.throughput], [chart.users, scaled(chart.mean, unit[1])]];
      var drawn = [
        line('throughput', series(0), '/s', Object.assign(
          { points: { show: true, size: 8, fill: series(0) } },
          // Where there is a law, it is the line.
          chart.law.length > 0 ? { paths: function () { return null; } } : {})),
        line('mean', series(1), unit[0], { scale: 'time', width: 1, points: { show: true, size: 6 } })
      ];
      if (chart.law.length > 0) {
        tables.push([chart.lawUsers, part(true), part(false)]);
        drawn.push(
          line('law', series(0), '/s'),
          line('law beyond ' + most + ' users', series(0), '/s', { dash: [6, 4] }));
      }
      return {
        data: uPlot.join(tables),
        options: {
          scales: {
            x: { time: false, range: [0, chart.reach * 1.04] },
            y: { range: upTo(chart.high, 1) }, time: { range: upTo(chart.meanHigh, unit[1]) }
          },
          axes: [
            axis('', { incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] }),
            axis('/s', { size: 68, stroke: series(0) }),
            axis(unit[0], { scale: 'time', side: 1, size: 60, stroke: series(1), grid: { show: false } })
          ],
          series: [timed('users', digits)].concat(drawn),
          hooks: {
            drawClear: [function (plot) { shade(plot, chart.peakLow, chart.peakHigh); }],
            draw: [function (plot) {
              vertical(plot, chart.peak, 'soft', 1.5, [2, 4]);
              bars(plot, chart.low, chart.high, 1, 'y', 'series-1');
              bars(plot, chart.meanLow, chart.meanHigh, unit[1], 'time', 'series-2');
            }]
          }
        }
      };
    },
    memory: function (chart) {
      var tables = [];
      var drawn = [];
      var dropped = 0;
      chart.parts.forEach(function (part, index) {
        var cycles = part.heap.map(function (value, cycle) { return cycle + 1; });
        var prefix = chart.parts.length === 1 ? '' : part.label + ' ';
        dropped = Math.max(dropped, part.dropped);
        tables.push([cycles, scaled(part.heap, 1048576)], [cycles, scaled(part.resident, 1048576)]);
        drawn.push(
          line(prefix + 'heap after collection', series(2 * index), 'MB', { points: { show: true, size: 5 } }),
          line(prefix + 'resident set', series(2 * index + 1), 'MB', { dash: [4, 3], points: { show: true, size: 5 } }));
      });
      return {
        data: uPlot.join(tables),
        options: {
          scales: { x: { time: false, range: function (plot, low, high) { return [0.5, high + 0.5]; } }, y: { range: fromZero } },
          axes: [
            axis('', { incrs: [1, 2, 5, 10, 20, 50, 100] }),
            axis('MB', { size: 64 })
          ],
          series: [{ label: 'cycle' }].concat(drawn),
          hooks: { drawClear: [function (plot) { if (dropped > 0) { shade(plot, 0.5, dropped + 0.5); } }] }
        }
      };
    },
    comparison: function (chart) {
      var ratios = chart.counts.map(function (count, bin) { return chart.from + (bin + 0.5) * chart.width; });
      return {
        data: [ratios, chart.counts],
        options: {
          scales: {
            x: { time: false, range: [chart.from, chart.from + chart.width * chart.counts.length] },
            y: { range: fromZero }
          },
          axes: [
            axis('', { space: 56, values: function (plot, ticks) {
              return ticks.map(function (tick) { return tick.toFixed(chart.width < 0.002 ? 3 : 2); });
            } }),
            axis('', { size: 48 })
          ],
          series: [
            timed('ratio', function (x) { return x.toFixed(3); }),
            {
              label: 'pairs', stroke: series(0), fill: series(0) + '66', width: 1,
              paths: uPlot.paths.bars({ size: [0.9, 60] }), points: { show: false },
              value: function (plot, value) { return value == null ? '' : String(value); }
            }
          ],
          hooks: {
            drawClear: [function (plot) { shade(plot, chart.low, chart.high); }],
            draw: [function (plot) {
              vertical(plot, chart.median, 'ink', 2, []);
              vertical(plot, chart.limit, 'fail', 2, [5, 3]);
            }]
          }
        }
      };
    },
    history: function (chart) {
      var lists = [chart.values, chart.high, [chart.limit]];
      var unit = chart.time ? time(greatest(lists)) : chart.bytes ? ['MB', 1048576] : ['', 1];
      var runs = chart.values.map(function (value, run) { return run - chart.values.length + 1; });
      function level(plot, value, colour, dash) {
        if (value != null && value / unit[1] <= plot.scales.y.max) {
          var y = plot.valToPos(value / unit[1], 'y', true);
          lines(plot, colour, 1.5, dash, [plot.bbox.left, y], [plot.bbox.left + plot.bbox.width, y]);
        }
      }
      var edge = { width: 0, points: { show: false }, stroke: 'transparent' };
      return {
        data: [runs, scaled(chart.values, unit[1]), scaled(chart.low, unit[1]), scaled(chart.high, unit[1])],
        options: {
          scales: {
            x: { time: false, range: function (plot, low, high) { return [low - 0.5, 0.5]; } },
            y: { range: fromZero }
          },
          axes: [
            axis('', { incrs: [1, 2, 5, 10], values: function (plot, ticks) {
              return ticks.map(function (tick) { return tick === 0 ? 'now' : tick > 0 ? '' : String(tick); });
            } }),
            axis(unit[0], { size: 64 })
          ],
          series: [
            timed('run', function (x) { return x === 0 ? 'now' : String(x); }),
            line(chart.label, series(0), unit[0]),
            line('from', 'transparent', unit[0], edge),
            line('to', 'transparent', unit[0], edge)
          ],
          bands: [{ series: [3, 2], fill: series(0) + '33' }],
          hooks: {
            draw: [function (plot) {
              level(plot, chart.baseline, 'soft', [2, 4]);
              level(plot, chart.limit, 'fail', [5, 3]);
              runs.forEach(function (run, index) {
                if (chart.values[index] == null) {
                  return;
                }
                var ctx = plot.ctx;
                var size = (index === runs.length - 1 ? 5 : 3.5) * devicePixelRatio;
                var x = plot.valToPos(run, 'x', true);
                var y = plot.valToPos(chart.values[index] / unit[1], 'y', true);
                ctx.save();
                ctx.fillStyle = ink(chart.verdicts[index]);
                ctx.beginPath();
                if (chart.verdicts[index] === 'pass') {
                  ctx.arc(x, y, size, 0, 2 * Math.PI);
                } else {
                  ctx.rect(x - size, y - size, 2 * size, 2 * size);
                }
                ctx.fill();
                ctx.restore();
              });
            }]
          }
        }
      };
    }
  };

  function draw(place) {
    var made = kinds[place.dataset.kind](data[place.dataset.chart]);
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
  var places = Array.from(document.querySelectorAll('.chart'));
  // A few are drawn at once, as for a picture of the page; of many those that are looked at, and all for a printer.
  places.forEach(places.length <= 24 ? show : function (place) { seen.observe(place); });
  window.addEventListener('beforeprint', function () {
    places.filter(function (place) {
      return !charts.some(function (known) { return known.place === place; });
    }).forEach(function (place) {
      seen.unobserve(place);
      show(place);
    });
  });

  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', function () {
    charts.forEach(function (known) {
      known.chart.destroy();
      known.chart = draw(known.place);
    });
  });
})();
