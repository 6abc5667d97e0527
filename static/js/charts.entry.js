// Live charts. The interpreter and the two style options keep within the content security policy.
import embed from 'vega-embed';
import { expressionInterpreter } from 'vega-interpreter';

window.drawChart = (element, spec, config) =>
  embed(element, spec, {
    mode: 'vega-lite',
    renderer: 'svg',
    ast: true,
    expr: expressionInterpreter,
    actions: false,
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true, theme: 'none' },
    hover: false,
    config,
  });
