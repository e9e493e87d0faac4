# Jinja2 3.1.6, template sha256 e6125a059422941e4b8f437638354bb8eb1c9b0e67d19e166c289ea4b3ac468d
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'exhibit.html.jinja'

def root(context, missing=missing, environment=environment):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    l_0_payload = resolve('payload')
    l_0_strings = resolve('strings')
    l_0_direction = resolve('direction')
    l_0_policy = resolve('policy')
    l_0_description = resolve('description')
    l_0_generator = resolve('generator')
    l_0_colour_scheme = resolve('colour_scheme')
    l_0_links = resolve('links')
    l_0_boot = resolve('boot')
    l_0_style = resolve('style')
    l_0_head = resolve('head')
    l_0_tile_app = resolve('tile_app')
    l_0_kiosk_app = resolve('kiosk_app')
    l_0_poster_app = resolve('poster_app')
    l_0_apart = resolve('apart')
    l_0_app = resolve('app')
    l_0_begin = resolve('begin')
    l_0_tellings = resolve('tellings')
    l_0_told_of = resolve('told_of')
    l_0_scans = resolve('scans')
    l_0_linked = resolve('linked')
    l_0_more = resolve('more')
    l_0_texts = resolve('texts')
    l_0_languages = resolve('languages')
    l_0_packed = resolve('packed')
    l_0_outlines = resolve('outlines')
    l_0_basemap = resolve('basemap')
    l_0_relief = resolve('relief')
    l_0_archive = resolve('archive')
    l_0_beside = resolve('beside')
    l_0_faces = resolve('faces')
    l_0_media = resolve('media')
    l_0_media_app = resolve('media_app')
    l_0_inputs = resolve('inputs')
    l_0_nodes = l_0_rich = l_0_own = l_0_source = l_0_source_ids = l_0_ui = l_0_worded_in = l_0_when = l_0_in_curators = l_0_said_of = l_0_in_default = l_0_stand_in = l_0_given = l_0_source_date = l_0_figure_table = l_0_media_of = l_0_article = l_0_places = l_0_story = l_0_accessibility = l_0_telling = l_0_opening = l_0_s = missing
    try:
        t_1 = environment.filters['join']
    except KeyError:
        @internalcode
        def t_1(*unused):
            raise TemplateRuntimeError("No filter named 'join' found.")
    try:
        t_2 = environment.filters['length']
    except KeyError:
        @internalcode
        def t_2(*unused):
            raise TemplateRuntimeError("No filter named 'length' found.")
    try:
        t_3 = environment.filters['map']
    except KeyError:
        @internalcode
        def t_3(*unused):
            raise TemplateRuntimeError("No filter named 'map' found.")
    try:
        t_4 = environment.filters['replace']
    except KeyError:
        @internalcode
        def t_4(*unused):
            raise TemplateRuntimeError("No filter named 'replace' found.")
    try:
        t_5 = environment.filters['safe']
    except KeyError:
        @internalcode
        def t_5(*unused):
            raise TemplateRuntimeError("No filter named 'safe' found.")
    try:
        t_6 = environment.filters['sum']
    except KeyError:
        @internalcode
        def t_6(*unused):
            raise TemplateRuntimeError("No filter named 'sum' found.")
    try:
        t_7 = environment.tests['bidi']
    except KeyError:
        @internalcode
        def t_7(*unused):
            raise TemplateRuntimeError("No test named 'bidi' found.")
    try:
        t_8 = environment.tests['defined']
    except KeyError:
        @internalcode
        def t_8(*unused):
            raise TemplateRuntimeError("No test named 'defined' found.")
    try:
        t_9 = environment.tests['none']
    except KeyError:
        @internalcode
        def t_9(*unused):
            raise TemplateRuntimeError("No test named 'none' found.")
    try:
        t_10 = environment.tests['sameas']
    except KeyError:
        @internalcode
        def t_10(*unused):
            raise TemplateRuntimeError("No test named 'sameas' found.")
    try:
        t_11 = environment.tests['string']
    except KeyError:
        @internalcode
        def t_11(*unused):
            raise TemplateRuntimeError("No test named 'string' found.")
    try:
        t_12 = environment.tests['true']
    except KeyError:
        @internalcode
        def t_12(*unused):
            raise TemplateRuntimeError("No test named 'true' found.")
    pass
    def macro(l_1_children):
        t_13 = []
        if l_1_children is missing:
            l_1_children = undefined("parameter 'children' was not provided", name='children')
        pass
        for l_2_node in l_1_children:
            _loop_vars = {}
            pass
            if t_11(l_2_node):
                pass
                t_13.append(
                    escape(l_2_node),
                )
            elif (environment.getitem(l_2_node, 0) == 'br'):
                pass
                t_13.append(
                    '<br>',
                )
            elif ((environment.getitem(l_2_node, 0) == 'a') and (undefined(name='links') if l_0_links is missing else l_0_links)):
                pass
                t_13.extend((
                    '<a href="',
                    escape(environment.getattr(environment.getitem(l_2_node, 1), 'href')),
                    '">',
                    escape(context.call((undefined(name='nodes') if l_0_nodes is missing else l_0_nodes), l_2_node[2:], _loop_vars=_loop_vars)),
                    '</a>',
                ))
            elif (environment.getitem(l_2_node, 0) == 'a'):
                pass
                t_13.extend((
                    escape(context.call((undefined(name='nodes') if l_0_nodes is missing else l_0_nodes), l_2_node[2:], _loop_vars=_loop_vars)),
                    ' (',
                    escape(environment.getattr(environment.getitem(l_2_node, 1), 'href')),
                    ')',
                ))
            elif (environment.getitem(l_2_node, 0) in ('p', 'em', 'strong', 'ul', 'ol', 'li', 'blockquote')):
                pass
                t_13.extend((
                    '<',
                    escape(environment.getitem(l_2_node, 0)),
                    '>',
                    escape(context.call((undefined(name='nodes') if l_0_nodes is missing else l_0_nodes), l_2_node[1:], _loop_vars=_loop_vars)),
                    '</',
                    escape(environment.getitem(l_2_node, 0)),
                    '>',
                ))
        l_2_node = missing
        return concat(t_13)
    context.exported_vars.add('nodes')
    context.vars['nodes'] = l_0_nodes = Macro(environment, macro, 'nodes', ('children',), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_tree):
        t_14 = []
        if l_1_tree is missing:
            l_1_tree = undefined("parameter 'tree' was not provided", name='tree')
        pass
        if t_11(l_1_tree):
            pass
            t_14.extend((
                '<p>',
                escape(l_1_tree),
                '</p>',
            ))
        else:
            pass
            t_14.append(
                escape(context.call((undefined(name='nodes') if l_0_nodes is missing else l_0_nodes), l_1_tree)),
            )
        return concat(t_14)
    context.exported_vars.add('rich')
    context.vars['rich'] = l_0_rich = Macro(environment, macro, 'rich', ('tree',), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_text):
        t_15 = []
        l_1_mixed = resolve('mixed')
        if l_1_text is missing:
            l_1_text = undefined("parameter 'text' was not provided", name='text')
        pass
        if ((undefined(name='mixed') if l_1_mixed is missing else l_1_mixed) or t_7(l_1_text)):
            pass
            t_15.extend((
                '<bdi>',
                escape(l_1_text),
                '</bdi>',
            ))
        else:
            pass
            t_15.append(
                escape(l_1_text),
            )
        return concat(t_15)
    context.exported_vars.add('own')
    context.vars['own'] = l_0_own = Macro(environment, macro, 'own', ('text',), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_index, l_1_name):
        t_16 = []
        if l_1_index is missing:
            l_1_index = undefined("parameter 'index' was not provided", name='index')
        if l_1_name is missing:
            l_1_name = undefined("parameter 'name' was not provided", name='name')
        pass
        t_16.extend((
            '<a href="#source-',
            escape((l_1_index + 1)),
            '">',
            escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), (environment.getitem(environment.getitem(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'texts'), 'sources'), l_1_name), l_1_index) or environment.getitem(environment.getattr(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'texts'), 'sources'), 'id'), l_1_index)))),
            '</a>',
        ))
        return concat(t_16)
    context.exported_vars.add('source')
    context.vars['source'] = l_0_source = Macro(environment, macro, 'source', ('index', 'name'), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_indices):
        t_17 = []
        if l_1_indices is missing:
            l_1_indices = undefined("parameter 'indices' was not provided", name='indices')
        pass
        l_2_loop = missing
        for l_2_index, l_2_loop in LoopContext(l_1_indices, undefined):
            _loop_vars = {}
            pass
            t_17.append(
                escape(context.call((undefined(name='source') if l_0_source is missing else l_0_source), l_2_index, 'id', _loop_vars=_loop_vars)),
            )
            if (not environment.getattr(l_2_loop, 'last')):
                pass
                t_17.append(
                    ', ',
                )
        l_2_loop = l_2_index = missing
        return concat(t_17)
    context.exported_vars.add('source_ids')
    context.vars['source_ids'] = l_0_source_ids = Macro(environment, macro, 'source_ids', ('indices',), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_block, l_1_text):
        t_18 = []
        if l_1_block is missing:
            l_1_block = undefined("parameter 'block' was not provided", name='block')
        if l_1_text is missing:
            l_1_text = undefined("parameter 'text' was not provided", name='text')
        pass
        if ('lang' in environment.getattr(l_1_block, 'ui')):
            pass
            t_18.extend((
                '<bdi lang="',
                escape(environment.getattr(environment.getattr(l_1_block, 'ui'), 'lang')),
                '" dir="',
                escape(environment.getattr(environment.getattr(l_1_block, 'ui'), 'dir')),
                '">',
                escape(l_1_text),
                '</bdi>',
            ))
        else:
            pass
            t_18.append(
                escape(l_1_text),
            )
        return concat(t_18)
    context.exported_vars.add('ui')
    context.vars['ui'] = l_0_ui = Macro(environment, macro, 'ui', ('block', 'text'), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_block, l_1_tag):
        t_19 = []
        if l_1_block is missing:
            l_1_block = undefined("parameter 'block' was not provided", name='block')
        if l_1_tag is missing:
            l_1_tag = undefined("parameter 'tag' was not provided", name='tag')
        pass
        t_19.append(
            escape((environment.getattr(environment.getattr(l_1_block, 'ui'), 'lang') if ('lang' in environment.getattr(l_1_block, 'ui')) else l_1_tag)),
        )
        return concat(t_19)
    context.exported_vars.add('worded_in')
    context.vars['worded_in'] = l_0_worded_in = Macro(environment, macro, 'worded_in', ('block', 'tag'), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_block, l_1_i):
        t_20 = []
        if l_1_block is missing:
            l_1_block = undefined("parameter 'block' was not provided", name='block')
        if l_1_i is missing:
            l_1_i = undefined("parameter 'i' was not provided", name='i')
        pass
        if (l_1_i in context.call(environment.getattr(environment.getattr(l_1_block, 'fallback'), 'get'), 'ui:events.date', ())):
            pass
            t_20.append(
                escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(environment.getattr(environment.getattr(l_1_block, 'events'), 'date'), l_1_i))),
            )
        else:
            pass
            t_20.append(
                escape(environment.getitem(environment.getattr(environment.getattr(l_1_block, 'events'), 'date'), l_1_i)),
            )
        return concat(t_20)
    context.exported_vars.add('when')
    context.vars['when'] = l_0_when = Macro(environment, macro, 'when', ('block', 'i'), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_text):
        t_21 = []
        l_1_default = resolve('default')
        if l_1_text is missing:
            l_1_text = undefined("parameter 'text' was not provided", name='text')
        pass
        if (environment.getattr((undefined(name='default') if l_1_default is missing else l_1_default), 'tag') != environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'language')):
            pass
            t_21.extend((
                '<span',
                escape(context.call((undefined(name='in_default') if l_0_in_default is missing else l_0_in_default))),
                '>',
                escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), l_1_text)),
                '</span>',
            ))
        else:
            pass
            t_21.append(
                escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), l_1_text)),
            )
        return concat(t_21)
    context.exported_vars.add('in_curators')
    context.vars['in_curators'] = l_0_in_curators = Macro(environment, macro, 'in_curators', ('text',), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_block, l_1_name, l_1_index):
        t_22 = []
        l_1_told = missing
        if l_1_block is missing:
            l_1_block = undefined("parameter 'block' was not provided", name='block')
        if l_1_name is missing:
            l_1_name = undefined("parameter 'name' was not provided", name='name')
        if l_1_index is missing:
            l_1_index = undefined("parameter 'index' was not provided", name='index')
        pass
        l_1_told = (environment.getitem(environment.getitem(environment.getattr(l_1_block, 'sources'), l_1_name), l_1_index) if (l_1_name in environment.getattr(l_1_block, 'sources')) else '')
        if (undefined(name='told') if l_1_told is missing else l_1_told):
            pass
            t_22.append(
                escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), (undefined(name='told') if l_1_told is missing else l_1_told))),
            )
        else:
            pass
            t_22.append(
                escape(context.call((undefined(name='in_curators') if l_0_in_curators is missing else l_0_in_curators), environment.getitem(environment.getitem(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'texts'), 'sources'), l_1_name), l_1_index))),
            )
        return concat(t_22)
    context.exported_vars.add('said_of')
    context.vars['said_of'] = l_0_said_of = Macro(environment, macro, 'said_of', ('block', 'name', 'index'), False, False, False, context.eval_ctx.autoescape)
    def macro():
        t_23 = []
        l_1_default = resolve('default')
        l_1_mixed = resolve('mixed')
        pass
        t_23.extend((
            ' lang="',
            escape(environment.getattr((undefined(name='default') if l_1_default is missing else l_1_default), 'tag')),
            '"',
        ))
        if (undefined(name='mixed') if l_1_mixed is missing else l_1_mixed):
            pass
            t_23.extend((
                ' dir="',
                escape(environment.getattr((undefined(name='default') if l_1_default is missing else l_1_default), 'dir')),
                '"',
            ))
        return concat(t_23)
    context.exported_vars.add('in_default')
    context.vars['in_default'] = l_0_in_default = Macro(environment, macro, 'in_default', (), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_block, l_1_key, l_1_index):
        t_24 = []
        l_1_fallen = missing
        if l_1_block is missing:
            l_1_block = undefined("parameter 'block' was not provided", name='block')
        if l_1_key is missing:
            l_1_key = undefined("parameter 'key' was not provided", name='key')
        if l_1_index is missing:
            l_1_index = None
        pass
        l_1_fallen = context.call(environment.getattr(environment.getattr(l_1_block, 'fallback'), 'get'), l_1_key)
        if (t_12((undefined(name='fallen') if l_1_fallen is missing else l_1_fallen)) or ((undefined(name='fallen') if l_1_fallen is missing else l_1_fallen) and (l_1_index in (undefined(name='fallen') if l_1_fallen is missing else l_1_fallen)))):
            pass
            t_24.append(
                escape(context.call((undefined(name='in_default') if l_0_in_default is missing else l_0_in_default))),
            )
        return concat(t_24)
    context.exported_vars.add('stand_in')
    context.vars['stand_in'] = l_0_stand_in = Macro(environment, macro, 'stand_in', ('block', 'key', 'index'), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_block, l_1_column, l_1_i):
        t_25 = []
        l_1_locator = l_1_lang = missing
        if l_1_block is missing:
            l_1_block = undefined("parameter 'block' was not provided", name='block')
        if l_1_column is missing:
            l_1_column = undefined("parameter 'column' was not provided", name='column')
        if l_1_i is missing:
            l_1_i = undefined("parameter 'i' was not provided", name='i')
        pass
        l_1_locator = environment.getitem(environment.getattr(environment.getitem(l_1_block, l_1_column), 'locator'), l_1_i)
        l_1_lang = context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, markup_join((l_1_column, '.locator', )), l_1_i)
        if (undefined(name='locator') if l_1_locator is missing else l_1_locator):
            pass
            t_25.append(
                ', ',
            )
            if (undefined(name='lang') if l_1_lang is missing else l_1_lang):
                pass
                t_25.extend((
                    '<span',
                    escape((undefined(name='lang') if l_1_lang is missing else l_1_lang)),
                    '>',
                    escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), (undefined(name='locator') if l_1_locator is missing else l_1_locator))),
                    '</span>',
                ))
            else:
                pass
                t_25.append(
                    escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), (undefined(name='locator') if l_1_locator is missing else l_1_locator))),
                )
        return concat(t_25)
    context.exported_vars.add('given')
    context.vars['given'] = l_0_given = Macro(environment, macro, 'given', ('block', 'column', 'i'), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_block, l_1_i):
        t_26 = []
        if l_1_block is missing:
            l_1_block = undefined("parameter 'block' was not provided", name='block')
        if l_1_i is missing:
            l_1_i = undefined("parameter 'i' was not provided", name='i')
        pass
        if environment.getitem(environment.getattr(environment.getattr(l_1_block, 'sources'), 'date'), l_1_i):
            pass
            t_26.append(
                ', ',
            )
            if (l_1_i in context.call(environment.getattr(environment.getattr(l_1_block, 'fallback'), 'get'), 'ui:sources.date', ())):
                pass
                t_26.append(
                    escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(environment.getattr(environment.getattr(l_1_block, 'sources'), 'date'), l_1_i))),
                )
            else:
                pass
                t_26.append(
                    escape(environment.getitem(environment.getattr(environment.getattr(l_1_block, 'sources'), 'date'), l_1_i)),
                )
        return concat(t_26)
    context.exported_vars.add('source_date')
    context.vars['source_date'] = l_0_source_date = Macro(environment, macro, 'source_date', ('block', 'i'), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_block, l_1_s, l_1_rows):
        t_27 = []
        if l_1_block is missing:
            l_1_block = undefined("parameter 'block' was not provided", name='block')
        if l_1_s is missing:
            l_1_s = undefined("parameter 's' was not provided", name='s')
        if l_1_rows is missing:
            l_1_rows = undefined("parameter 'rows' was not provided", name='rows')
        pass
        t_27.extend((
            '<table>\n<caption>',
            escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'page.figures'))),
        ))
        if (t_2(l_1_rows) > 1):
            pass
            t_27.extend((
                '. ',
                escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'page.each_figure'))),
            ))
        t_27.extend((
            '</caption>\n<thead><tr><th scope="col">',
            escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'page.measure'))),
            '</th><th scope="col">',
            escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'page.value'))),
            '</th><th scope="col">',
            escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'page.scope'))),
            '</th><th scope="col">',
            escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'page.source'))),
            '</th></tr></thead>\n<tbody>\n',
        ))
        for l_2_row in l_1_rows:
            _loop_vars = {}
            pass
            t_27.extend((
                '<tr><td>',
                escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr(environment.getattr(l_1_block, 'figures'), 'measure'), l_2_row), _loop_vars=_loop_vars)),
                '</td><td class="figure">',
                escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(environment.getattr(environment.getattr(l_1_block, 'figures'), 'value'), l_2_row), _loop_vars=_loop_vars)),
                '</td><td',
                escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'figures.scope', l_2_row, _loop_vars=_loop_vars)),
                '>',
                escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr(environment.getattr(l_1_block, 'figures'), 'scope'), l_2_row), _loop_vars=_loop_vars)),
                '</td><td>',
            ))
            if (environment.getitem(environment.getattr(environment.getattr(l_1_block, 'figures'), 'source'), l_2_row) >= 0):
                pass
                t_27.extend((
                    escape(context.call((undefined(name='source_ids') if l_0_source_ids is missing else l_0_source_ids), [environment.getitem(environment.getattr(environment.getattr(l_1_block, 'figures'), 'source'), l_2_row)], _loop_vars=_loop_vars)),
                    escape(context.call((undefined(name='source_date') if l_0_source_date is missing else l_0_source_date), l_1_block, environment.getitem(environment.getattr(environment.getattr(l_1_block, 'figures'), 'source'), l_2_row), _loop_vars=_loop_vars)),
                ))
            t_27.extend((
                escape(context.call((undefined(name='given') if l_0_given is missing else l_0_given), l_1_block, 'figures', l_2_row, _loop_vars=_loop_vars)),
                '</td></tr>\n',
            ))
        l_2_row = missing
        t_27.append(
            '</tbody>\n</table>',
        )
        return concat(t_27)
    context.exported_vars.add('figure_table')
    context.vars['figure_table'] = l_0_figure_table = Macro(environment, macro, 'figure_table', ('block', 's', 'rows'), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_block, l_1_s, l_1_i, l_1_level, l_1_whole):
        t_28 = []
        l_1_facts = missing
        if l_1_block is missing:
            l_1_block = undefined("parameter 'block' was not provided", name='block')
        if l_1_s is missing:
            l_1_s = undefined("parameter 's' was not provided", name='s')
        if l_1_i is missing:
            l_1_i = undefined("parameter 'i' was not provided", name='i')
        if l_1_level is missing:
            l_1_level = undefined("parameter 'level' was not provided", name='level')
        if l_1_whole is missing:
            l_1_whole = undefined("parameter 'whole' was not provided", name='whole')
        pass
        l_1_facts = environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'texts'), 'media')
        for l_2_item in environment.getitem(environment.getattr(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'texts'), 'events'), 'media'), l_1_i):
            l_2_file = l_2_kind = l_2_title = l_2_credit = missing
            _loop_vars = {}
            pass
            l_2_file = environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'file'), l_2_item)
            _loop_vars['file'] = l_2_file
            l_2_kind = environment.getitem(environment.getattr(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'files'), 'kind'), (undefined(name='file') if l_2_file is missing else l_2_file))
            _loop_vars['kind'] = l_2_kind
            l_2_title = environment.getitem(environment.getattr(environment.getattr(l_1_block, 'media'), 'title'), l_2_item)
            _loop_vars['title'] = l_2_title
            l_2_credit = environment.getitem(environment.getattr(environment.getattr(l_1_block, 'media'), 'credit'), l_2_item)
            _loop_vars['credit'] = l_2_credit
            if ((not l_1_whole) or (((undefined(name='kind') if l_2_kind is missing else l_2_kind) == 'picture') and (environment.getitem(environment.getattr((undefined(name='media') if l_0_media is missing else l_0_media), 'shown_at'), (undefined(name='file') if l_2_file is missing else l_2_file)) != l_1_i))):
                pass
                t_28.append(
                    '<p class="medium">',
                )
                if ((undefined(name='kind') if l_2_kind is missing else l_2_kind) == 'picture'):
                    pass
                    t_28.extend((
                        '<a href="#media-',
                        escape((undefined(name='file') if l_2_file is missing else l_2_file)),
                        '">',
                        escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'media.picture'), _loop_vars=_loop_vars)),
                        '</a>',
                    ))
                else:
                    pass
                    t_28.extend((
                        escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, markup_join(('media.', (undefined(name='kind') if l_2_kind is missing else l_2_kind), ))), _loop_vars=_loop_vars)),
                        ', ',
                        escape(environment.getitem(environment.getattr((undefined(name='media') if l_0_media is missing else l_0_media), 'lengths'), (undefined(name='file') if l_2_file is missing else l_2_file))),
                    ))
                if (undefined(name='title') if l_2_title is missing else l_2_title):
                    pass
                    t_28.extend((
                        ': <span',
                        escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'media.title', l_2_item, _loop_vars=_loop_vars)),
                        '>',
                        escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), (undefined(name='title') if l_2_title is missing else l_2_title), _loop_vars=_loop_vars)),
                        '</span>',
                    ))
                t_28.append(
                    '</p>\n',
                )
            else:
                pass
                t_28.extend((
                    '<figure class="medium ',
                    escape((undefined(name='kind') if l_2_kind is missing else l_2_kind)),
                    '">\n',
                ))
                if ((undefined(name='kind') if l_2_kind is missing else l_2_kind) == 'picture'):
                    pass
                    t_28.extend((
                        '<img id="media-',
                        escape((undefined(name='file') if l_2_file is missing else l_2_file)),
                        '" loading="lazy" width="',
                        escape(environment.getitem(environment.getattr(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'files'), 'width'), (undefined(name='file') if l_2_file is missing else l_2_file))),
                        '" height="',
                        escape(environment.getitem(environment.getattr(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'files'), 'height'), (undefined(name='file') if l_2_file is missing else l_2_file))),
                        '" alt="',
                        escape(environment.getitem(environment.getattr(environment.getattr(l_1_block, 'media'), 'alt'), l_2_item)),
                        '"',
                        escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'media.alt', l_2_item, _loop_vars=_loop_vars)),
                        ' src="data:image/webp;base64,',
                        escape(environment.getitem(environment.getattr((undefined(name='media') if l_0_media is missing else l_0_media), 'data'), (undefined(name='file') if l_2_file is missing else l_2_file))),
                        '">\n',
                    ))
                t_28.append(
                    '<figcaption>',
                )
                if ((undefined(name='kind') if l_2_kind is missing else l_2_kind) != 'picture'):
                    pass
                    t_28.extend((
                        escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, markup_join(('media.', (undefined(name='kind') if l_2_kind is missing else l_2_kind), ))), _loop_vars=_loop_vars)),
                        ', ',
                        escape(environment.getitem(environment.getattr((undefined(name='media') if l_0_media is missing else l_0_media), 'lengths'), (undefined(name='file') if l_2_file is missing else l_2_file))),
                    ))
                    if (undefined(name='title') if l_2_title is missing else l_2_title):
                        pass
                        t_28.append(
                            ': ',
                        )
                if (undefined(name='title') if l_2_title is missing else l_2_title):
                    pass
                    t_28.extend((
                        '<span',
                        escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'media.title', l_2_item, _loop_vars=_loop_vars)),
                        '>',
                        escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), (undefined(name='title') if l_2_title is missing else l_2_title), _loop_vars=_loop_vars)),
                        '</span>',
                    ))
                if ((undefined(name='title') if l_2_title is missing else l_2_title) or ((undefined(name='kind') if l_2_kind is missing else l_2_kind) != 'picture')):
                    pass
                    t_28.append(
                        '. ',
                    )
                t_28.extend((
                    '<span class="credit"',
                    escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'media.credit', l_2_item, _loop_vars=_loop_vars)),
                    '>',
                    escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), (undefined(name='credit') if l_2_credit is missing else l_2_credit), _loop_vars=_loop_vars)),
                    ' (',
                    escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'licence'), l_2_item), _loop_vars=_loop_vars)),
                    ')</span></figcaption>\n',
                ))
                if environment.getitem(environment.getattr(environment.getattr(l_1_block, 'media'), 'transcript'), l_2_item):
                    pass
                    t_28.extend((
                        '<div class="transcript"><h',
                        escape(l_1_level),
                        '>',
                        escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'media.transcript'), _loop_vars=_loop_vars)),
                        '</h',
                        escape(l_1_level),
                        '>\n<div',
                        escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'media.transcript', l_2_item, _loop_vars=_loop_vars)),
                        '>',
                        escape(context.call((undefined(name='rich') if l_0_rich is missing else l_0_rich), environment.getitem(environment.getattr(environment.getattr(l_1_block, 'media'), 'transcript'), l_2_item), _loop_vars=_loop_vars)),
                        '</div></div>\n',
                    ))
                t_28.append(
                    '</figure>\n',
                )
        l_2_item = l_2_file = l_2_kind = l_2_title = l_2_credit = missing
        return concat(t_28)
    context.exported_vars.add('media_of')
    context.vars['media_of'] = l_0_media_of = Macro(environment, macro, 'media_of', ('block', 's', 'i', 'level', 'whole'), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_block, l_1_s, l_1_tag, l_1_i, l_1_level, l_1_whole):
        t_29 = []
        l_1_anchors = resolve('anchors')
        l_1_days = resolve('days')
        l_1_labels = resolve('labels')
        l_1_part_drafts = resolve('part_drafts')
        l_1_named = resolve('named')
        l_1_default = resolve('default')
        l_1_addresses = resolve('addresses')
        l_1_mixed = resolve('mixed')
        l_1_figures = resolve('figures')
        l_1_details = resolve('details')
        l_1_facts = l_1_place = l_1_several = l_1_accounts = missing
        if l_1_block is missing:
            l_1_block = undefined("parameter 'block' was not provided", name='block')
        if l_1_s is missing:
            l_1_s = undefined("parameter 's' was not provided", name='s')
        if l_1_tag is missing:
            l_1_tag = undefined("parameter 'tag' was not provided", name='tag')
        if l_1_i is missing:
            l_1_i = undefined("parameter 'i' was not provided", name='i')
        if l_1_level is missing:
            l_1_level = undefined("parameter 'level' was not provided", name='level')
        if l_1_whole is missing:
            l_1_whole = undefined("parameter 'whole' was not provided", name='whole')
        pass
        l_1_facts = environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'texts'), 'events')
        l_1_place = environment.getitem(environment.getattr(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'head'), 'events'), 'place'), l_1_i)
        l_1_several = (environment.getitem(environment.getattr(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'head'), 'events'), 'places'), l_1_i) if t_8(environment.getattr(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'head'), 'events'), 'places')) else ())
        l_1_accounts = environment.getitem(environment.getattr(environment.getattr(l_1_block, 'events'), 'other_accounts'), l_1_i)
        t_29.extend((
            '<article id="text-',
            escape(l_1_tag),
            '-',
            escape(environment.getitem((undefined(name='anchors') if l_1_anchors is missing else l_1_anchors), l_1_i)),
            '"><h',
            escape(l_1_level),
            escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'events.title', l_1_i)),
            '>',
            escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr(environment.getattr(l_1_block, 'events'), 'title'), l_1_i))),
            '</h',
            escape(l_1_level),
            '>\n<p class="when">',
        ))
        if environment.getitem((undefined(name='days') if l_1_days is missing else l_1_days), l_1_i):
            pass
            t_29.extend((
                '<time datetime="',
                escape(environment.getitem((undefined(name='days') if l_1_days is missing else l_1_days), l_1_i)),
                '">',
                escape(context.call((undefined(name='when') if l_0_when is missing else l_0_when), l_1_block, l_1_i)),
                '</time>',
            ))
        else:
            pass
            t_29.append(
                escape(context.call((undefined(name='when') if l_0_when is missing else l_0_when), l_1_block, l_1_i)),
            )
        if environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'date_sources'), l_1_i):
            pass
            t_29.extend((
                ' <span class="basis">(',
                escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'page.date_sources'))),
                ' ',
                escape(context.call((undefined(name='source_ids') if l_0_source_ids is missing else l_0_source_ids), environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'date_sources'), l_1_i))),
                ')</span>',
            ))
        t_29.append(
            '</p>\n',
        )
        if (undefined(name='several') if l_1_several is missing else l_1_several):
            pass
            l_1_labels = []
            t_29.append(
                '<ul class="where">\n',
            )
            for l_2_at in (undefined(name='several') if l_1_several is missing else l_1_several):
                l_2__ = missing
                _loop_vars = {}
                pass
                l_2__ = context.call(environment.getattr((undefined(name='labels') if l_1_labels is missing else l_1_labels), 'append'), environment.getitem(environment.getattr(environment.getattr(l_1_block, 'places'), 'label'), l_2_at), _loop_vars=_loop_vars)
                _loop_vars['_'] = l_2__
                t_29.extend((
                    '<li data-place="',
                    escape(environment.getitem(environment.getattr(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'head'), 'places'), 'id'), l_2_at)),
                    '"><span class="number">',
                    escape((l_2_at + 1)),
                    '</span> <span',
                    escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'places.label', l_2_at, _loop_vars=_loop_vars)),
                    '>',
                    escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr(environment.getattr(l_1_block, 'places'), 'label'), l_2_at), _loop_vars=_loop_vars)),
                    '</span></li>\n',
                ))
            l_2_at = l_2__ = missing
            t_29.append(
                '</ul>\n',
            )
            if (environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'toponym'), l_1_i) and (environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'toponym'), l_1_i) != t_1(context.eval_ctx, (undefined(name='labels') if l_1_labels is missing else l_1_labels), '; '))):
                pass
                t_29.extend((
                    '<p class="where"><span class="toponym">(',
                    escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'toponym'), l_1_i))),
                    ')</span></p>\n',
                ))
        elif ((undefined(name='place') if l_1_place is missing else l_1_place) >= 0):
            pass
            t_29.extend((
                '<p class="where"><span class="number">',
                escape(((undefined(name='place') if l_1_place is missing else l_1_place) + 1)),
                '</span> <span',
                escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'places.label', (undefined(name='place') if l_1_place is missing else l_1_place))),
                '>',
                escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr(environment.getattr(l_1_block, 'places'), 'label'), (undefined(name='place') if l_1_place is missing else l_1_place)))),
                '</span>',
            ))
            if (environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'toponym'), l_1_i) and (environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'toponym'), l_1_i) != environment.getitem(environment.getattr(environment.getattr(l_1_block, 'places'), 'label'), (undefined(name='place') if l_1_place is missing else l_1_place)))):
                pass
                t_29.extend((
                    ' <span class="toponym">(',
                    escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'toponym'), l_1_i))),
                    ')</span>',
                ))
            t_29.append(
                '</p>\n',
            )
        elif environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'toponym'), l_1_i):
            pass
            t_29.extend((
                '<p class="where">',
                escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'toponym'), l_1_i))),
                '</p>\n',
            ))
        if (environment.getitem(environment.getattr(environment.getattr(l_1_block, 'events'), 'draft'), l_1_i) and (l_1_tag in (undefined(name='part_drafts') if l_1_part_drafts is missing else l_1_part_drafts))):
            pass
            t_29.extend((
                '<p class="draft">',
                escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'page.draft'))),
                '</p>\n',
            ))
        elif ((l_1_i in context.call(environment.getattr(environment.getattr(l_1_block, 'fallback'), 'get'), 'events.title', ())) or (l_1_i in context.call(environment.getattr(environment.getattr(l_1_block, 'fallback'), 'get'), 'events.text', ()))):
            pass
            t_29.extend((
                '<p class="draft">',
                escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, context.call(environment.getattr(environment.getitem(l_1_s, 'page.untranslated'), 'format'), language=context.call((undefined(name='named') if l_1_named is missing else l_1_named), environment.getattr((undefined(name='default') if l_1_default is missing else l_1_default), 'tag'), context.call((undefined(name='worded_in') if l_0_worded_in is missing else l_0_worded_in), l_1_block, l_1_tag))))),
                '</p>\n',
            ))
        if environment.getitem(environment.getattr(environment.getattr(l_1_block, 'events'), 'text'), l_1_i):
            pass
            t_29.extend((
                '<div class="text"',
                escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'events.text', l_1_i)),
                '>',
                escape(context.call((undefined(name='rich') if l_0_rich is missing else l_0_rich), environment.getitem(environment.getattr(environment.getattr(l_1_block, 'events'), 'text'), l_1_i))),
                '</div>\n',
            ))
        if (not t_9((undefined(name='media') if l_0_media is missing else l_0_media))):
            pass
            t_29.extend((
                escape(context.call((undefined(name='media_of') if l_0_media_of is missing else l_0_media_of), l_1_block, l_1_s, l_1_i, (l_1_level + 1), l_1_whole)),
                '\n',
            ))
        if environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'quote'), l_1_i):
            pass
            t_29.append(
                '<figure class="quote"><blockquote',
            )
            if ((environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'source'), l_1_i) >= 0) and environment.getitem((undefined(name='addresses') if l_1_addresses is missing else l_1_addresses), environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'source'), l_1_i))):
                pass
                t_29.extend((
                    ' cite="',
                    escape(environment.getitem((undefined(name='addresses') if l_1_addresses is missing else l_1_addresses), environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'source'), l_1_i))),
                    '"',
                ))
            if (environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'quote_language'), l_1_i) and (environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'quote_language'), l_1_i) != l_1_tag)):
                pass
                t_29.extend((
                    ' lang="',
                    escape(environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'quote_language'), l_1_i)),
                    '"',
                ))
            if ((undefined(name='mixed') if l_1_mixed is missing else l_1_mixed) or t_7(environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'quote'), l_1_i))):
                pass
                t_29.append(
                    ' dir="auto"',
                )
            t_29.extend((
                '><p>',
                escape(environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'quote'), l_1_i)),
                '</p></blockquote>\n',
            ))
            if (t_8(environment.getattr(environment.getattr(l_1_block, 'events'), 'quote')) and environment.getitem(environment.getattr(environment.getattr(l_1_block, 'events'), 'quote'), l_1_i)):
                pass
                t_29.extend((
                    '<p class="translated">',
                    escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'quote.translation'))),
                    ': ',
                    escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr(environment.getattr(l_1_block, 'events'), 'quote'), l_1_i))),
                    '</p>\n',
                ))
            t_29.extend((
                '<figcaption>',
                escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'page.quote'))),
            ))
            if (environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'source'), l_1_i) >= 0):
                pass
                t_29.extend((
                    ': ',
                    escape(context.call((undefined(name='source') if l_0_source is missing else l_0_source), environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'source'), l_1_i), ('title' if l_1_whole else 'id'))),
                ))
            t_29.append(
                escape(context.call((undefined(name='given') if l_0_given is missing else l_0_given), l_1_block, 'events', l_1_i)),
            )
            if ((l_1_whole and t_8(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'passages'))) and environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'passages'), l_1_i)):
                pass
                t_29.extend((
                    '. <a href="#passage-',
                    escape((environment.getitem(environment.getitem(environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'passages'), l_1_i), 0), 0) + 1)),
                    '">',
                    escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'quote.see'))),
                    '</a>',
                ))
            t_29.append(
                '</figcaption></figure>\n',
            )
        elif (environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'source'), l_1_i) >= 0):
            pass
            t_29.extend((
                '<p class="source">',
                escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'page.source'))),
                ': ',
                escape(context.call((undefined(name='source') if l_0_source is missing else l_0_source), environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'source'), l_1_i), ('title' if l_1_whole else 'id'))),
                escape(context.call((undefined(name='given') if l_0_given is missing else l_0_given), l_1_block, 'events', l_1_i)),
                '</p>\n',
            ))
        if (not l_1_whole):
            pass
            if (((environment.getitem((undefined(name='figures') if l_1_figures is missing else l_1_figures), l_1_i) or (undefined(name='accounts') if l_1_accounts is missing else l_1_accounts)) or environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'other_sources'), l_1_i)) or environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'details'), l_1_i)):
                pass
                t_29.extend((
                    '<p class="more"><a href="#text-',
                    escape(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'language')),
                    '-',
                    escape(environment.getitem((undefined(name='anchors') if l_1_anchors is missing else l_1_anchors), l_1_i)),
                    '">',
                    escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, context.call(environment.getattr(environment.getitem(l_1_s, 'page.more'), 'format'), language=context.call((undefined(name='named') if l_1_named is missing else l_1_named), environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'language'), context.call((undefined(name='worded_in') if l_0_worded_in is missing else l_0_worded_in), l_1_block, l_1_tag))))),
                    '</a></p>\n',
                ))
        else:
            pass
            if environment.getitem((undefined(name='figures') if l_1_figures is missing else l_1_figures), l_1_i):
                pass
                t_29.extend((
                    escape(context.call((undefined(name='figure_table') if l_0_figure_table is missing else l_0_figure_table), l_1_block, l_1_s, environment.getitem((undefined(name='figures') if l_1_figures is missing else l_1_figures), l_1_i))),
                    '\n',
                ))
            if ((undefined(name='accounts') if l_1_accounts is missing else l_1_accounts) or environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'other_sources'), l_1_i)):
                pass
                t_29.extend((
                    '<div class="other"><h',
                    escape((l_1_level + 1)),
                    '>',
                    escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'page.other_accounts'))),
                    '</h',
                    escape((l_1_level + 1)),
                    '>',
                ))
                if (undefined(name='accounts') if l_1_accounts is missing else l_1_accounts):
                    pass
                    t_29.extend((
                        '<div',
                        escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'events.other_accounts', l_1_i)),
                        '>',
                        escape(context.call((undefined(name='rich') if l_0_rich is missing else l_0_rich), (undefined(name='accounts') if l_1_accounts is missing else l_1_accounts))),
                        '</div>',
                    ))
                if environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'other_sources'), l_1_i):
                    pass
                    t_29.extend((
                        '<p class="source">',
                        escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'page.other_sources'))),
                        ': ',
                        escape(context.call((undefined(name='source_ids') if l_0_source_ids is missing else l_0_source_ids), environment.getitem(environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'other_sources'), l_1_i))),
                        '</p>',
                    ))
                t_29.append(
                    '</div>\n',
                )
            l_1_details = environment.getitem((environment.getattr(environment.getattr(l_1_block, 'events'), 'details') if t_8(environment.getattr(environment.getattr(l_1_block, 'events'), 'details')) else environment.getattr((undefined(name='facts') if l_1_facts is missing else l_1_facts), 'details')), l_1_i)
            if (undefined(name='details') if l_1_details is missing else l_1_details):
                pass
                t_29.append(
                    '<dl class="details">',
                )
                for l_2_detail in (undefined(name='details') if l_1_details is missing else l_1_details):
                    l_2_marks = missing
                    _loop_vars = {}
                    pass
                    l_2_marks = (environment.getitem(l_2_detail, 2) if (t_2(l_2_detail) > 2) else 0)
                    _loop_vars['marks'] = l_2_marks
                    t_29.append(
                        '<dt',
                    )
                    if ((undefined(name='marks') if l_2_marks is missing else l_2_marks) > 1):
                        pass
                        t_29.append(
                            escape(context.call((undefined(name='in_default') if l_0_in_default is missing else l_0_in_default), _loop_vars=_loop_vars)),
                        )
                    t_29.extend((
                        '>',
                        escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(l_2_detail, 0), _loop_vars=_loop_vars)),
                        '</dt><dd',
                    ))
                    if ((undefined(name='marks') if l_2_marks is missing else l_2_marks) % 2):
                        pass
                        t_29.append(
                            escape(context.call((undefined(name='in_default') if l_0_in_default is missing else l_0_in_default), _loop_vars=_loop_vars)),
                        )
                    t_29.extend((
                        '>',
                        escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(l_2_detail, 1), _loop_vars=_loop_vars)),
                        '</dd>\n',
                    ))
                l_2_detail = l_2_marks = missing
                t_29.append(
                    '</dl>\n',
                )
        t_29.append(
            '</article>',
        )
        return concat(t_29)
    context.exported_vars.add('article')
    context.vars['article'] = l_0_article = Macro(environment, macro, 'article', ('block', 's', 'tag', 'i', 'level', 'whole'), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_block, l_1_s, l_1_level):
        t_30 = []
        l_1_place_indices = resolve('place_indices')
        if l_1_block is missing:
            l_1_block = undefined("parameter 'block' was not provided", name='block')
        if l_1_s is missing:
            l_1_s = undefined("parameter 's' was not provided", name='s')
        if l_1_level is missing:
            l_1_level = undefined("parameter 'level' was not provided", name='level')
        pass
        t_30.extend((
            '<section class="gazetteer">\n<h',
            escape(l_1_level),
            '>',
            escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'page.places'))),
            '</h',
            escape(l_1_level),
            '>\n<ol>\n',
        ))
        l_2_loop = missing
        for l_2_i, l_2_loop in LoopContext((undefined(name='place_indices') if l_1_place_indices is missing else l_1_place_indices), undefined):
            _loop_vars = {}
            pass
            t_30.extend((
                '<li value="',
                escape((l_2_i + 1)),
                '"><strong',
                escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'places.label', l_2_i, _loop_vars=_loop_vars)),
                '>',
                escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr(environment.getattr(l_1_block, 'places'), 'label'), l_2_i), _loop_vars=_loop_vars)),
                '</strong>: ',
                escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, markup_join((environment.getitem(environment.getattr(environment.getattr(l_1_block, 'places'), 'precision'), l_2_i), '; ', environment.getitem(environment.getattr(environment.getattr(l_1_block, 'places'), 'coordinates'), l_2_i), )), _loop_vars=_loop_vars)),
            ))
            if environment.getitem(environment.getattr(environment.getattr(l_1_block, 'places'), 'far'), l_2_i):
                pass
                t_30.extend((
                    '; ',
                    escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, context.call(environment.getattr(environment.getitem(l_1_s, 'page.far'), 'format'), distance=environment.getitem(environment.getattr(environment.getattr(l_1_block, 'places'), 'far'), l_2_i), _loop_vars=_loop_vars), _loop_vars=_loop_vars)),
                ))
            if environment.getitem(environment.getattr(environment.getattr(l_1_block, 'places'), 'former'), l_2_i):
                pass
                t_30.extend((
                    '; ',
                    escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'page.former'), _loop_vars=_loop_vars)),
                    ': ',
                ))
                l_3_loop = missing
                for (l_3_name, l_3_years), l_3_loop in LoopContext(environment.getitem(environment.getattr(environment.getattr(l_1_block, 'places'), 'former'), l_2_i), undefined):
                    _loop_vars = {}
                    pass
                    t_30.append(
                        escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), l_3_name, _loop_vars=_loop_vars)),
                    )
                    if l_3_years:
                        pass
                        t_30.extend((
                            ' (',
                            escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, l_3_years, _loop_vars=_loop_vars)),
                            ')',
                        ))
                    if (not environment.getattr(l_3_loop, 'last')):
                        pass
                        t_30.append(
                            ', ',
                        )
                l_3_loop = l_3_name = l_3_years = missing
            t_30.append(
                '.',
            )
            if environment.getitem(environment.getattr(environment.getattr(l_1_block, 'places'), 'note'), l_2_i):
                pass
                t_30.extend((
                    '<div class="note"',
                    escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'places.note', l_2_i, _loop_vars=_loop_vars)),
                    '>',
                    escape(context.call((undefined(name='rich') if l_0_rich is missing else l_0_rich), environment.getitem(environment.getattr(environment.getattr(l_1_block, 'places'), 'note'), l_2_i), _loop_vars=_loop_vars)),
                    '</div>',
                ))
            if environment.getitem(environment.getattr(environment.getattr(l_1_block, 'places'), 'coordinate_source'), l_2_i):
                pass
                t_30.extend((
                    '<p class="source"',
                    escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'places.coordinate_source', l_2_i, _loop_vars=_loop_vars)),
                    '>',
                    escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr(environment.getattr(l_1_block, 'places'), 'coordinate_source'), l_2_i), _loop_vars=_loop_vars)),
                    '</p>',
                ))
            t_30.append(
                '</li>\n',
            )
        l_2_loop = l_2_i = missing
        t_30.append(
            '</ol>\n</section>',
        )
        return concat(t_30)
    context.exported_vars.add('places')
    context.vars['places'] = l_0_places = Macro(environment, macro, 'places', ('block', 's', 'level'), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_block, l_1_s, l_1_tag, l_1_level, l_1_whole):
        t_31 = []
        l_1_sections = resolve('sections')
        l_1_shown = missing
        if l_1_block is missing:
            l_1_block = undefined("parameter 'block' was not provided", name='block')
        if l_1_s is missing:
            l_1_s = undefined("parameter 's' was not provided", name='s')
        if l_1_tag is missing:
            l_1_tag = undefined("parameter 'tag' was not provided", name='tag')
        if l_1_level is missing:
            l_1_level = undefined("parameter 'level' was not provided", name='level')
        if l_1_whole is missing:
            l_1_whole = undefined("parameter 'whole' was not provided", name='whole')
        pass
        l_1_shown = t_6(environment, t_3(context, (undefined(name='sections') if l_1_sections is missing else l_1_sections), attribute='events'), start=())
        t_31.extend((
            '<section class="story">\n<h',
            escape(l_1_level),
            '>',
            escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'story.title'))),
            '</h',
            escape(l_1_level),
            '>\n<ol>\n',
        ))
        l_2_loop = missing
        for l_2_title, l_2_loop in LoopContext(environment.getattr(environment.getattr(l_1_block, 'story'), 'title'), undefined):
            l_2_told = resolve('told')
            l_2_anchors = resolve('anchors')
            l_2_step = l_2_i = l_2_at = missing
            _loop_vars = {}
            pass
            l_2_step = environment.getattr(l_2_loop, 'index0')
            _loop_vars['step'] = l_2_step
            l_2_i = environment.getitem(environment.getattr(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'texts'), 'story'), 'event'), (undefined(name='step') if l_2_step is missing else l_2_step))
            _loop_vars['i'] = l_2_i
            l_2_at = environment.getitem(environment.getattr(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'texts'), 'story'), 'place'), (undefined(name='step') if l_2_step is missing else l_2_step))
            _loop_vars['at'] = l_2_at
            t_31.extend((
                '<li><strong',
                escape((context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'story.title', (undefined(name='step') if l_2_step is missing else l_2_step), _loop_vars=_loop_vars) if l_2_title else context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'events.title', (undefined(name='i') if l_2_i is missing else l_2_i), _loop_vars=_loop_vars))),
                '>',
                escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), (l_2_title or (environment.getitem(environment.getattr(environment.getattr(l_1_block, 'events'), 'title'), (undefined(name='i') if l_2_i is missing else l_2_i)) if ((undefined(name='i') if l_2_i is missing else l_2_i) >= 0) else (environment.getitem(environment.getattr(environment.getattr(l_1_block, 'places'), 'label'), (undefined(name='at') if l_2_at is missing else l_2_at)) if ((undefined(name='at') if l_2_at is missing else l_2_at) >= 0) else environment.getattr(l_2_loop, 'index')))), _loop_vars=_loop_vars)),
                '</strong>',
            ))
            if ((undefined(name='at') if l_2_at is missing else l_2_at) >= 0):
                pass
                t_31.extend((
                    ' <span class="where"><span class="number">',
                    escape(((undefined(name='at') if l_2_at is missing else l_2_at) + 1)),
                    '</span> <span',
                    escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'places.label', (undefined(name='at') if l_2_at is missing else l_2_at), _loop_vars=_loop_vars)),
                    '>',
                    escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr(environment.getattr(l_1_block, 'places'), 'label'), (undefined(name='at') if l_2_at is missing else l_2_at)), _loop_vars=_loop_vars)),
                    '</span></span>',
                ))
            if environment.getitem(environment.getattr(environment.getattr(l_1_block, 'story'), 'text'), (undefined(name='step') if l_2_step is missing else l_2_step)):
                pass
                t_31.extend((
                    '<div class="text"',
                    escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'story.text', (undefined(name='step') if l_2_step is missing else l_2_step), _loop_vars=_loop_vars)),
                    '>',
                    escape(context.call((undefined(name='rich') if l_0_rich is missing else l_0_rich), environment.getitem(environment.getattr(environment.getattr(l_1_block, 'story'), 'text'), (undefined(name='step') if l_2_step is missing else l_2_step)), _loop_vars=_loop_vars)),
                    '</div>\n',
                ))
            if ((undefined(name='i') if l_2_i is missing else l_2_i) in (undefined(name='shown') if l_1_shown is missing else l_1_shown)):
                pass
                t_31.extend((
                    '<p class="more"><a href="#text-',
                    escape((l_1_tag if (l_1_whole or ((undefined(name='i') if l_2_i is missing else l_2_i) in environment.getitem((undefined(name='told') if l_2_told is missing else l_2_told), l_1_tag))) else environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'language'))),
                    '-',
                    escape(environment.getitem((undefined(name='anchors') if l_2_anchors is missing else l_2_anchors), (undefined(name='i') if l_2_i is missing else l_2_i))),
                    '">',
                    escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'story.record'), _loop_vars=_loop_vars)),
                    '</a>',
                ))
                if l_2_title:
                    pass
                    t_31.extend((
                        ': <span',
                        escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'events.title', (undefined(name='i') if l_2_i is missing else l_2_i), _loop_vars=_loop_vars)),
                        '>',
                        escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr(environment.getattr(l_1_block, 'events'), 'title'), (undefined(name='i') if l_2_i is missing else l_2_i)), _loop_vars=_loop_vars)),
                        '</span>',
                    ))
                t_31.append(
                    '</p>\n',
                )
            t_31.append(
                '</li>\n',
            )
        l_2_loop = l_2_title = l_2_step = l_2_i = l_2_at = l_2_told = l_2_anchors = missing
        t_31.append(
            '</ol>\n</section>',
        )
        return concat(t_31)
    context.exported_vars.add('story')
    context.vars['story'] = l_0_story = Macro(environment, macro, 'story', ('block', 's', 'tag', 'level', 'whole'), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_block, l_1_s, l_1_level):
        t_32 = []
        if l_1_block is missing:
            l_1_block = undefined("parameter 'block' was not provided", name='block')
        if l_1_s is missing:
            l_1_s = undefined("parameter 's' was not provided", name='s')
        if l_1_level is missing:
            l_1_level = undefined("parameter 'level' was not provided", name='level')
        pass
        t_32.append(
            '<section class="statement"',
        )
        if ('lang' in environment.getattr(l_1_block, 'ui')):
            pass
            t_32.extend((
                ' lang="',
                escape(environment.getattr(environment.getattr(l_1_block, 'ui'), 'lang')),
                '" dir="',
                escape(environment.getattr(environment.getattr(l_1_block, 'ui'), 'dir')),
                '"',
            ))
        t_32.extend((
            '>\n<h',
            escape(l_1_level),
            '>',
            escape(environment.getattr(environment.getattr(l_1_block, 'statement'), 'title')),
            '</h',
            escape(l_1_level),
            '>\n',
        ))
        if environment.getattr(environment.getattr(l_1_block, 'statement'), 'draft'):
            pass
            t_32.extend((
                '<p class="draft">',
                escape(environment.getitem(l_1_s, 'page.draft')),
                '</p>\n',
            ))
        for l_2_section in environment.getattr(environment.getattr(l_1_block, 'statement'), 'sections'):
            _loop_vars = {}
            pass
            if environment.getattr(l_2_section, 'heading'):
                pass
                t_32.extend((
                    '<h',
                    escape((l_1_level + 1)),
                    '>',
                    escape(environment.getattr(l_2_section, 'heading')),
                    '</h',
                    escape((l_1_level + 1)),
                    '>\n',
                ))
            t_32.extend((
                escape(context.call((undefined(name='nodes') if l_0_nodes is missing else l_0_nodes), environment.getattr(l_2_section, 'body'), _loop_vars=_loop_vars)),
                '\n',
            ))
        l_2_section = missing
        t_32.append(
            '</section>',
        )
        return concat(t_32)
    context.exported_vars.add('accessibility')
    context.vars['accessibility'] = l_0_accessibility = Macro(environment, macro, 'accessibility', ('block', 's', 'level'), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_language, l_1_block, l_1_s, l_1_level, l_1_whole):
        t_33 = []
        l_1_sections = resolve('sections')
        l_1_event_shown = resolve('event_shown')
        l_1_event_total = resolve('event_total')
        l_1_counted = resolve('counted')
        l_1_number = resolve('number')
        l_1_place_indices = resolve('place_indices')
        l_1_tag = missing
        if l_1_language is missing:
            l_1_language = undefined("parameter 'language' was not provided", name='language')
        if l_1_block is missing:
            l_1_block = undefined("parameter 'block' was not provided", name='block')
        if l_1_s is missing:
            l_1_s = undefined("parameter 's' was not provided", name='s')
        if l_1_level is missing:
            l_1_level = undefined("parameter 'level' was not provided", name='level')
        if l_1_whole is missing:
            l_1_whole = undefined("parameter 'whole' was not provided", name='whole')
        pass
        l_1_tag = environment.getattr(l_1_language, 'tag')
        t_33.extend((
            '<section id="text-',
            escape((undefined(name='tag') if l_1_tag is missing else l_1_tag)),
            '" class="telling" lang="',
            escape((undefined(name='tag') if l_1_tag is missing else l_1_tag)),
            '" dir="',
            escape(environment.getattr(l_1_language, 'dir')),
            '">\n<header>\n<h',
            escape(l_1_level),
            escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'exhibit.title')),
            '>',
            escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getattr(environment.getattr(l_1_block, 'exhibit'), 'title'))),
            '</h',
            escape(l_1_level),
            '>\n',
        ))
        if environment.getattr(environment.getattr(l_1_block, 'exhibit'), 'subtitle'):
            pass
            t_33.extend((
                '<p class="subtitle"',
                escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'exhibit.subtitle')),
                '>',
                escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getattr(environment.getattr(l_1_block, 'exhibit'), 'subtitle'))),
                '</p>\n',
            ))
        if environment.getattr(l_1_language, 'draft'):
            pass
            t_33.extend((
                '<p class="draft">',
                escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'page.draft'))),
                '</p>\n',
            ))
        if t_8(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'head'), 'only_source')):
            pass
            t_33.extend((
                '<p class="only">',
                escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'page.only'))),
                '</p>\n',
            ))
        t_33.append(
            '</header>\n',
        )
        if environment.getattr(environment.getattr(l_1_block, 'exhibit'), 'notice'):
            pass
            t_33.extend((
                '<section class="notice" aria-label="',
                escape(environment.getitem(l_1_s, 'page.notice')),
                '"',
                escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'exhibit.notice')),
                '>',
                escape(context.call((undefined(name='rich') if l_0_rich is missing else l_0_rich), environment.getattr(environment.getattr(l_1_block, 'exhibit'), 'notice'))),
                '</section>\n',
            ))
        if environment.getattr(environment.getattr(l_1_block, 'exhibit'), 'intro'):
            pass
            t_33.extend((
                '<div class="intro"',
                escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'exhibit.intro')),
                '>',
                escape(context.call((undefined(name='rich') if l_0_rich is missing else l_0_rich), environment.getattr(environment.getattr(l_1_block, 'exhibit'), 'intro'))),
                '</div>\n',
            ))
        if t_8(environment.getattr(l_1_block, 'story')):
            pass
            t_33.extend((
                escape(context.call((undefined(name='story') if l_0_story is missing else l_0_story), l_1_block, l_1_s, (undefined(name='tag') if l_1_tag is missing else l_1_tag), (l_1_level + 1), l_1_whole)),
                '\n',
            ))
        l_2_loop = missing
        for l_2_section, l_2_loop in LoopContext((undefined(name='sections') if l_1_sections is missing else l_1_sections), undefined):
            l_2_open_groups = resolve('open_groups')
            _loop_vars = {}
            pass
            t_33.extend((
                '<section class="',
                escape(environment.getattr(l_2_section, 'kind')),
                '">\n',
            ))
            if (environment.getattr(l_2_section, 'group') >= 0):
                pass
                t_33.extend((
                    '<h',
                    escape((l_1_level + 1)),
                    escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'groups.label', environment.getattr(l_2_section, 'group'), _loop_vars=_loop_vars)),
                    '>',
                    escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr(environment.getattr(l_1_block, 'groups'), 'label'), environment.getattr(l_2_section, 'group')), _loop_vars=_loop_vars)),
                    '</h',
                    escape((l_1_level + 1)),
                    '>\n',
                ))
                if environment.getitem(environment.getattr(environment.getattr(l_1_block, 'groups'), 'note'), environment.getattr(l_2_section, 'group')):
                    pass
                    t_33.extend((
                        '<div class="note"',
                        escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'groups.note', environment.getattr(l_2_section, 'group'), _loop_vars=_loop_vars)),
                        '>',
                        escape(context.call((undefined(name='rich') if l_0_rich is missing else l_0_rich), environment.getitem(environment.getattr(environment.getattr(l_1_block, 'groups'), 'note'), environment.getattr(l_2_section, 'group')), _loop_vars=_loop_vars)),
                        '</div>\n',
                    ))
            else:
                pass
                t_33.extend((
                    '<h',
                    escape((l_1_level + 1)),
                    '>',
                    escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, markup_join(('page.', environment.getattr(l_2_section, 'kind'), ))), _loop_vars=_loop_vars)),
                    '</h',
                    escape((l_1_level + 1)),
                    '>\n',
                ))
                def t_34(fiter):
                    for l_3_group in fiter:
                        if (t_10(l_2_section, environment.getitem((undefined(name='sections') if l_1_sections is missing else l_1_sections), 0)) and environment.getitem(environment.getattr(environment.getattr(l_1_block, 'groups'), 'note'), l_3_group)):
                            yield l_3_group
                for l_3_group in t_34((undefined(name='open_groups') if l_2_open_groups is missing else l_2_open_groups)):
                    _loop_vars = {}
                    pass
                    t_33.extend((
                        '<div class="note"',
                        escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), l_1_block, 'groups.note', l_3_group, _loop_vars=_loop_vars)),
                        '>',
                        escape(context.call((undefined(name='rich') if l_0_rich is missing else l_0_rich), environment.getitem(environment.getattr(environment.getattr(l_1_block, 'groups'), 'note'), l_3_group), _loop_vars=_loop_vars)),
                        '</div>\n',
                    ))
                l_3_group = missing
            def t_35(fiter):
                l_3_told = resolve('told')
                for l_3_i in fiter:
                    if (l_1_whole or (l_3_i in environment.getitem((undefined(name='told') if l_3_told is missing else l_3_told), (undefined(name='tag') if l_1_tag is missing else l_1_tag)))):
                        yield l_3_i
            for l_3_i in t_35(environment.getattr(l_2_section, 'events')):
                _loop_vars = {}
                pass
                t_33.extend((
                    escape(context.call((undefined(name='article') if l_0_article is missing else l_0_article), l_1_block, l_1_s, (undefined(name='tag') if l_1_tag is missing else l_1_tag), l_3_i, (l_1_level + 2), l_1_whole, _loop_vars=_loop_vars)),
                    '\n',
                ))
            l_3_i = missing
            def t_36(fiter):
                l_3_told = resolve('told')
                for l_3_i in fiter:
                    if ((not l_1_whole) and (l_3_i not in environment.getitem((undefined(name='told') if l_3_told is missing else l_3_told), (undefined(name='tag') if l_1_tag is missing else l_1_tag)))):
                        yield l_3_i
            l_3_loop = missing
            for l_3_i, l_3_loop in LoopContext(t_36(environment.getattr(l_2_section, 'events')), undefined):
                l_3_named = resolve('named')
                l_3_default = resolve('default')
                l_3_anchors = resolve('anchors')
                _loop_vars = {}
                pass
                if environment.getattr(l_3_loop, 'first'):
                    pass
                    t_33.extend((
                        '<p>',
                        escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, context.call(environment.getattr(environment.getitem(l_1_s, 'page.untranslated'), 'format'), language=context.call((undefined(name='named') if l_3_named is missing else l_3_named), environment.getattr((undefined(name='default') if l_3_default is missing else l_3_default), 'tag'), context.call((undefined(name='worded_in') if l_0_worded_in is missing else l_0_worded_in), l_1_block, (undefined(name='tag') if l_1_tag is missing else l_1_tag), _loop_vars=_loop_vars), _loop_vars=_loop_vars), _loop_vars=_loop_vars), _loop_vars=_loop_vars)),
                        '</p>\n<ul',
                        escape(context.call((undefined(name='in_default') if l_0_in_default is missing else l_0_in_default), _loop_vars=_loop_vars)),
                        '>\n',
                    ))
                t_33.extend((
                    '<li><a href="#text-',
                    escape(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'language')),
                    '-',
                    escape(environment.getitem((undefined(name='anchors') if l_3_anchors is missing else l_3_anchors), l_3_i)),
                    '">',
                    escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr(environment.getattr(l_1_block, 'events'), 'title'), l_3_i), _loop_vars=_loop_vars)),
                    '</a></li>\n',
                ))
                if environment.getattr(l_3_loop, 'last'):
                    pass
                    t_33.append(
                        '</ul>\n',
                    )
            l_3_loop = l_3_i = l_3_named = l_3_default = l_3_anchors = missing
            t_33.append(
                '</section>\n',
            )
        l_2_loop = l_2_section = l_2_open_groups = missing
        if ((undefined(name='event_shown') if l_1_event_shown is missing else l_1_event_shown) < (undefined(name='event_total') if l_1_event_total is missing else l_1_event_total)):
            pass
            t_33.extend((
                '<p class="cut">',
                escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, context.call(environment.getattr(context.call((undefined(name='counted') if l_1_counted is missing else l_1_counted), l_1_s, 'page.cut', (undefined(name='event_total') if l_1_event_total is missing else l_1_event_total), context.call((undefined(name='worded_in') if l_0_worded_in is missing else l_0_worded_in), l_1_block, (undefined(name='tag') if l_1_tag is missing else l_1_tag))), 'format'), shown=context.call((undefined(name='number') if l_1_number is missing else l_1_number), (undefined(name='event_shown') if l_1_event_shown is missing else l_1_event_shown), context.call((undefined(name='worded_in') if l_0_worded_in is missing else l_0_worded_in), l_1_block, (undefined(name='tag') if l_1_tag is missing else l_1_tag))), count=context.call((undefined(name='number') if l_1_number is missing else l_1_number), (undefined(name='event_total') if l_1_event_total is missing else l_1_event_total), context.call((undefined(name='worded_in') if l_0_worded_in is missing else l_0_worded_in), l_1_block, (undefined(name='tag') if l_1_tag is missing else l_1_tag)))))),
                '</p>\n',
            ))
        if (undefined(name='place_indices') if l_1_place_indices is missing else l_1_place_indices):
            pass
            t_33.extend((
                escape(context.call((undefined(name='places') if l_0_places is missing else l_0_places), l_1_block, l_1_s, (l_1_level + 1))),
                '\n',
            ))
        if environment.getattr(l_1_block, 'legend'):
            pass
            t_33.extend((
                '<section class="legend">\n<h',
                escape((l_1_level + 1)),
                '>',
                escape(environment.getitem(l_1_s, 'page.legend')),
                '</h',
                escape((l_1_level + 1)),
                '>\n<ul>\n',
            ))
            for (l_2_label, l_2_words) in environment.getattr(l_1_block, 'legend'):
                _loop_vars = {}
                pass
                t_33.extend((
                    '<li>',
                    escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), l_2_label, _loop_vars=_loop_vars)),
                    ': ',
                    escape(l_2_words),
                    '</li>\n',
                ))
            l_2_label = l_2_words = missing
            t_33.append(
                '</ul>\n</section>\n',
            )
        if ((environment.getattr(environment.getattr(l_1_block, 'exhibit'), 'credits') and (not l_1_whole)) and (not context.call(environment.getattr(environment.getattr(l_1_block, 'fallback'), 'get'), 'exhibit.credits'))):
            pass
            t_33.extend((
                '<section class="credits">\n<h',
                escape((l_1_level + 1)),
                '>',
                escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), l_1_block, environment.getitem(l_1_s, 'page.credits'))),
                '</h',
                escape((l_1_level + 1)),
                '>\n',
                escape(context.call((undefined(name='rich') if l_0_rich is missing else l_0_rich), environment.getattr(environment.getattr(l_1_block, 'exhibit'), 'credits'))),
                '\n</section>\n',
            ))
        t_33.extend((
            escape(context.call((undefined(name='accessibility') if l_0_accessibility is missing else l_0_accessibility), l_1_block, l_1_s, (l_1_level + 1))),
            '\n</section>',
        ))
        return concat(t_33)
    context.exported_vars.add('telling')
    context.vars['telling'] = l_0_telling = Macro(environment, macro, 'telling', ('language', 'block', 's', 'level', 'whole'), False, False, False, context.eval_ctx.autoescape)
    l_0_opening = environment.getitem(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'languages'), environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'language'))
    context.vars['opening'] = l_0_opening
    context.exported_vars.add('opening')
    l_0_s = environment.getitem((undefined(name='strings') if l_0_strings is missing else l_0_strings), environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'language'))
    context.vars['s'] = l_0_s
    context.exported_vars.add('s')
    yield '<!DOCTYPE html>\n<html lang="'
    yield escape(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'language'))
    yield '" dir="'
    yield escape((undefined(name='direction') if l_0_direction is missing else l_0_direction))
    yield '" data-profile="'
    yield escape(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'head'), 'profile'))
    yield '" data-theme="'
    yield escape(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'head'), 'theme'))
    yield '">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="'
    yield escape((undefined(name='policy') if l_0_policy is missing else l_0_policy))
    yield '">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>'
    yield escape(environment.getattr(environment.getattr((undefined(name='opening') if l_0_opening is missing else l_0_opening), 'exhibit'), 'title'))
    yield '</title>\n<meta name="description" content="'
    yield escape((undefined(name='description') if l_0_description is missing else l_0_description))
    yield '">\n<meta name="referrer" content="no-referrer">\n<meta name="generator" content="'
    yield escape((undefined(name='generator') if l_0_generator is missing else l_0_generator))
    yield '">\n<meta name="color-scheme" content="'
    yield escape((undefined(name='colour_scheme') if l_0_colour_scheme is missing else l_0_colour_scheme))
    yield '">\n<meta property="og:type" content="website">\n<meta property="og:title" content="'
    yield escape(environment.getattr(environment.getattr((undefined(name='opening') if l_0_opening is missing else l_0_opening), 'exhibit'), 'title'))
    yield '">\n<meta property="og:description" content="'
    yield escape((undefined(name='description') if l_0_description is missing else l_0_description))
    yield '">\n'
    if (t_8(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'head'), 'public_url')) and (undefined(name='links') if l_0_links is missing else l_0_links)):
        pass
        yield '<meta property="og:url" content="'
        yield escape(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'head'), 'public_url'))
        yield '">\n<link rel="canonical" href="'
        yield escape(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'head'), 'public_url'))
        yield '">\n'
    yield '<link rel="icon" type="image/svg+xml" href="data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHZpZXdCb3g9IjAgMCAxNiAxNiI+PGNpcmNsZSBjeD0iOCIgY3k9IjgiIHI9IjUiIGZpbGw9Im5vbmUiIHN0cm9rZT0iIzc3NyIgc3Ryb2tlLXdpZHRoPSIyIi8+PC9zdmc+">\n<script>'
    yield escape(t_5((undefined(name='boot') if l_0_boot is missing else l_0_boot)))
    yield '</script>\n<style>'
    yield escape(t_5((undefined(name='style') if l_0_style is missing else l_0_style)))
    yield '</style>\n</head>\n<body>\n<div id="app"></div>\n<script type="application/json" id="payload">'
    yield escape(t_5((undefined(name='head') if l_0_head is missing else l_0_head)))
    yield '</script>\n'
    if (not t_9((undefined(name='tile_app') if l_0_tile_app is missing else l_0_tile_app))):
        pass
        yield '<script>'
        yield escape(t_5((undefined(name='tile_app') if l_0_tile_app is missing else l_0_tile_app)))
        yield '</script>\n'
    if (not t_9((undefined(name='kiosk_app') if l_0_kiosk_app is missing else l_0_kiosk_app))):
        pass
        yield '<script>'
        yield escape(t_5((undefined(name='kiosk_app') if l_0_kiosk_app is missing else l_0_kiosk_app)))
        yield '</script>\n'
    if (not t_9((undefined(name='poster_app') if l_0_poster_app is missing else l_0_poster_app))):
        pass
        yield '<script>'
        yield escape(t_5((undefined(name='poster_app') if l_0_poster_app is missing else l_0_poster_app)))
        yield '</script>\n'
    if (undefined(name='apart') if l_0_apart is missing else l_0_apart):
        pass
        yield '<script>'
        yield escape(t_5((undefined(name='app') if l_0_app is missing else l_0_app)))
        yield '</script>\n'
    else:
        pass
        yield '<script type="text/plain" id="app-script">'
        yield escape((undefined(name='app') if l_0_app is missing else l_0_app))
        yield '</script>\n<script>'
        yield escape(t_5((undefined(name='begin') if l_0_begin is missing else l_0_begin)))
        yield '</script>\n'
    yield '<main id="text">\n'
    if (t_2(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'head'), 'languages')) > 1):
        pass
        yield '<nav aria-label="'
        yield escape(environment.getitem((undefined(name='s') if l_0_s is missing else l_0_s), 'page.languages'))
        yield '"><ul>\n'
        for l_1_language in environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'head'), 'languages'):
            _loop_vars = {}
            pass
            yield '<li><a href="#text-'
            yield escape(environment.getattr(l_1_language, 'tag'))
            yield '" lang="'
            yield escape(environment.getattr(l_1_language, 'tag'))
            yield '" hreflang="'
            yield escape(environment.getattr(l_1_language, 'tag'))
            yield '">'
            yield escape(environment.getattr(l_1_language, 'name'))
            yield '</a></li>\n'
        l_1_language = missing
        yield '</ul></nav>\n'
    l_1_loop = missing
    for l_1_language, l_1_loop in LoopContext((undefined(name='tellings') if l_0_tellings is missing else l_0_tellings), undefined):
        _loop_vars = {}
        pass
        yield escape(context.call((undefined(name='telling') if l_0_telling is missing else l_0_telling), l_1_language, environment.getitem(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'languages'), environment.getattr(l_1_language, 'tag')), environment.getitem((undefined(name='strings') if l_0_strings is missing else l_0_strings), environment.getattr(l_1_language, 'tag')), (1 if environment.getattr(l_1_loop, 'first') else 2), environment.getattr(l_1_loop, 'first'), _loop_vars=_loop_vars))
        yield '\n'
    l_1_loop = l_1_language = missing
    if environment.getattr(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'texts'), 'sources'), 'id'):
        pass
        yield '<section class="sources">\n<h2>'
        yield escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), (undefined(name='opening') if l_0_opening is missing else l_0_opening), environment.getitem((undefined(name='s') if l_0_s is missing else l_0_s), 'page.sources')))
        yield '</h2>\n<p>'
        yield escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), (undefined(name='opening') if l_0_opening is missing else l_0_opening), environment.getitem((undefined(name='s') if l_0_s is missing else l_0_s), 'page.sources_note')))
        yield '</p>\n<ol>\n'
        l_1_loop = missing
        for l_1_id, l_1_loop in LoopContext(environment.getattr(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'texts'), 'sources'), 'id'), undefined):
            l_1_told_of = l_0_told_of
            l_1_listed = resolve('listed')
            l_1_default = resolve('default')
            l_1_source_languages = resolve('source_languages')
            l_1_addresses = resolve('addresses')
            l_1_day = resolve('day')
            l_1_resting = resolve('resting')
            l_1_passages = resolve('passages')
            l_1_i = l_1_known = missing
            _loop_vars = {}
            pass
            l_1_i = environment.getattr(l_1_loop, 'index0')
            _loop_vars['i'] = l_1_i
            l_1_known = environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'texts'), 'sources')
            _loop_vars['known'] = l_1_known
            l_1_told_of = environment.getattr((undefined(name='opening') if l_0_opening is missing else l_0_opening), 'sources')
            _loop_vars['told_of'] = l_1_told_of
            if (t_9((undefined(name='listed') if l_1_listed is missing else l_1_listed)) or ((undefined(name='i') if l_1_i is missing else l_1_i) in (undefined(name='listed') if l_1_listed is missing else l_1_listed))):
                pass
                yield '<li id="source-'
                yield escape(environment.getattr(l_1_loop, 'index'))
                yield '"'
                if (not t_9((undefined(name='listed') if l_1_listed is missing else l_1_listed))):
                    pass
                    yield ' value="'
                    yield escape(environment.getattr(l_1_loop, 'index'))
                    yield '"'
                yield '><b>'
                yield escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), l_1_id, _loop_vars=_loop_vars))
                yield '</b> '
                if (t_8(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'texts'), 'citations')) and environment.getitem(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'texts'), 'citations'), (undefined(name='i') if l_1_i is missing else l_1_i))):
                    pass
                    yield '<div'
                    if (environment.getattr((undefined(name='default') if l_1_default is missing else l_1_default), 'tag') != environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'language')):
                        pass
                        yield escape(context.call((undefined(name='in_default') if l_0_in_default is missing else l_0_in_default), _loop_vars=_loop_vars))
                    yield '>'
                    yield escape(context.call((undefined(name='nodes') if l_0_nodes is missing else l_0_nodes), environment.getitem(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'texts'), 'citations'), (undefined(name='i') if l_1_i is missing else l_1_i)), _loop_vars=_loop_vars))
                    yield '</div>'
                else:
                    pass
                    yield '<cite'
                    if (environment.getitem((undefined(name='source_languages') if l_1_source_languages is missing else l_1_source_languages), (undefined(name='i') if l_1_i is missing else l_1_i)) and (environment.getitem((undefined(name='source_languages') if l_1_source_languages is missing else l_1_source_languages), (undefined(name='i') if l_1_i is missing else l_1_i)) != environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'language'))):
                        pass
                        yield ' lang="'
                        yield escape(environment.getitem((undefined(name='source_languages') if l_1_source_languages is missing else l_1_source_languages), (undefined(name='i') if l_1_i is missing else l_1_i)))
                        yield '"'
                    yield '>'
                    if (environment.getitem((undefined(name='addresses') if l_1_addresses is missing else l_1_addresses), (undefined(name='i') if l_1_i is missing else l_1_i)) and (undefined(name='links') if l_0_links is missing else l_0_links)):
                        pass
                        yield '<a href="'
                        yield escape(environment.getitem((undefined(name='addresses') if l_1_addresses is missing else l_1_addresses), (undefined(name='i') if l_1_i is missing else l_1_i)))
                        yield '">'
                        yield escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr((undefined(name='known') if l_1_known is missing else l_1_known), 'title'), (undefined(name='i') if l_1_i is missing else l_1_i)), _loop_vars=_loop_vars))
                        yield '</a>'
                    else:
                        pass
                        yield escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr((undefined(name='known') if l_1_known is missing else l_1_known), 'title'), (undefined(name='i') if l_1_i is missing else l_1_i)), _loop_vars=_loop_vars))
                    yield '</cite>'
                    if environment.getitem(environment.getattr((undefined(name='known') if l_1_known is missing else l_1_known), 'author'), (undefined(name='i') if l_1_i is missing else l_1_i)):
                        pass
                        yield ', '
                        yield escape(context.call((undefined(name='said_of') if l_0_said_of is missing else l_0_said_of), (undefined(name='opening') if l_0_opening is missing else l_0_opening), 'author', (undefined(name='i') if l_1_i is missing else l_1_i), _loop_vars=_loop_vars))
                    if (t_8(environment.getattr((undefined(name='known') if l_1_known is missing else l_1_known), 'published')) and environment.getitem(environment.getattr((undefined(name='known') if l_1_known is missing else l_1_known), 'published'), (undefined(name='i') if l_1_i is missing else l_1_i))):
                        pass
                        yield ', '
                        yield escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr((undefined(name='known') if l_1_known is missing else l_1_known), 'published'), (undefined(name='i') if l_1_i is missing else l_1_i)), _loop_vars=_loop_vars))
                    if environment.getitem(environment.getattr((undefined(name='told_of') if l_1_told_of is missing else l_1_told_of), 'type'), (undefined(name='i') if l_1_i is missing else l_1_i)):
                        pass
                        yield ', '
                        if context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), (undefined(name='opening') if l_0_opening is missing else l_0_opening), 'sources.type', (undefined(name='i') if l_1_i is missing else l_1_i), _loop_vars=_loop_vars):
                            pass
                            yield escape(context.call((undefined(name='in_curators') if l_0_in_curators is missing else l_0_in_curators), environment.getitem(environment.getattr((undefined(name='told_of') if l_1_told_of is missing else l_1_told_of), 'type'), (undefined(name='i') if l_1_i is missing else l_1_i)), _loop_vars=_loop_vars))
                        else:
                            pass
                            yield escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr((undefined(name='told_of') if l_1_told_of is missing else l_1_told_of), 'type'), (undefined(name='i') if l_1_i is missing else l_1_i)), _loop_vars=_loop_vars))
                    if environment.getitem(environment.getattr((undefined(name='told_of') if l_1_told_of is missing else l_1_told_of), 'date'), (undefined(name='i') if l_1_i is missing else l_1_i)):
                        pass
                        yield ', '
                        l_1_day = t_4(context.eval_ctx, environment.getitem(environment.getattr((undefined(name='told_of') if l_1_told_of is missing else l_1_told_of), 'date'), (undefined(name='i') if l_1_i is missing else l_1_i)), ' ', '\xa0')
                        _loop_vars['day'] = l_1_day
                        if ((undefined(name='i') if l_1_i is missing else l_1_i) in context.call(environment.getattr(environment.getattr((undefined(name='opening') if l_0_opening is missing else l_0_opening), 'fallback'), 'get'), 'ui:sources.date', (), _loop_vars=_loop_vars)):
                            pass
                            yield escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), (undefined(name='opening') if l_0_opening is missing else l_0_opening), (undefined(name='day') if l_1_day is missing else l_1_day), _loop_vars=_loop_vars))
                        else:
                            pass
                            yield escape((undefined(name='day') if l_1_day is missing else l_1_day))
                    yield '.'
                if environment.getitem(environment.getattr((undefined(name='known') if l_1_known is missing else l_1_known), 'standpoint'), (undefined(name='i') if l_1_i is missing else l_1_i)):
                    pass
                    yield ' '
                    yield escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), (undefined(name='opening') if l_0_opening is missing else l_0_opening), environment.getitem((undefined(name='s') if l_0_s is missing else l_0_s), 'page.standpoint'), _loop_vars=_loop_vars))
                    yield ': '
                    yield escape(context.call((undefined(name='said_of') if l_0_said_of is missing else l_0_said_of), (undefined(name='opening') if l_0_opening is missing else l_0_opening), 'standpoint', (undefined(name='i') if l_1_i is missing else l_1_i), _loop_vars=_loop_vars))
                    yield '.'
                if environment.getitem(environment.getattr((undefined(name='told_of') if l_1_told_of is missing else l_1_told_of), 'access'), (undefined(name='i') if l_1_i is missing else l_1_i)):
                    pass
                    yield ' '
                    yield escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), (undefined(name='opening') if l_0_opening is missing else l_0_opening), environment.getitem((undefined(name='s') if l_0_s is missing else l_0_s), 'page.access'), _loop_vars=_loop_vars))
                    yield ': '
                    if context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), (undefined(name='opening') if l_0_opening is missing else l_0_opening), 'sources.access', (undefined(name='i') if l_1_i is missing else l_1_i), _loop_vars=_loop_vars):
                        pass
                        yield escape(context.call((undefined(name='in_curators') if l_0_in_curators is missing else l_0_in_curators), environment.getitem(environment.getattr((undefined(name='told_of') if l_1_told_of is missing else l_1_told_of), 'access'), (undefined(name='i') if l_1_i is missing else l_1_i)), _loop_vars=_loop_vars))
                    else:
                        pass
                        yield escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr((undefined(name='told_of') if l_1_told_of is missing else l_1_told_of), 'access'), (undefined(name='i') if l_1_i is missing else l_1_i)), _loop_vars=_loop_vars))
                    yield '.'
                if (environment.getitem(environment.getattr((undefined(name='known') if l_1_known is missing else l_1_known), 'url'), (undefined(name='i') if l_1_i is missing else l_1_i)) and (not (environment.getitem((undefined(name='addresses') if l_1_addresses is missing else l_1_addresses), (undefined(name='i') if l_1_i is missing else l_1_i)) and (undefined(name='links') if l_0_links is missing else l_0_links)))):
                    pass
                    yield ' <span class="address">'
                    yield escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr((undefined(name='known') if l_1_known is missing else l_1_known), 'url'), (undefined(name='i') if l_1_i is missing else l_1_i)), _loop_vars=_loop_vars))
                    yield '</span>'
                if environment.getitem((undefined(name='resting') if l_1_resting is missing else l_1_resting), (undefined(name='i') if l_1_i is missing else l_1_i)):
                    pass
                    yield ' '
                    yield escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), (undefined(name='opening') if l_0_opening is missing else l_0_opening), environment.getitem((undefined(name='s') if l_0_s is missing else l_0_s), 'source.rests'), _loop_vars=_loop_vars))
                    yield ': '
                    l_2_loop = missing
                    for l_2_event, l_2_loop in LoopContext(environment.getitem((undefined(name='resting') if l_1_resting is missing else l_1_resting), (undefined(name='i') if l_1_i is missing else l_1_i)), undefined):
                        l_2_anchors = resolve('anchors')
                        _loop_vars = {}
                        pass
                        yield '<a href="#text-'
                        yield escape(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'language'))
                        yield '-'
                        yield escape(environment.getitem((undefined(name='anchors') if l_2_anchors is missing else l_2_anchors), l_2_event))
                        yield '">'
                        yield escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'head'), 'events'), 'id'), l_2_event), _loop_vars=_loop_vars))
                        yield '</a>'
                        if (not environment.getattr(l_2_loop, 'last')):
                            pass
                            yield ', '
                    l_2_loop = l_2_event = l_2_anchors = missing
                    yield '.'
                for (l_2_number, l_2_runs) in context.call(environment.getattr((undefined(name='passages') if l_1_passages is missing else l_1_passages), 'get'), (undefined(name='i') if l_1_i is missing else l_1_i), (), _loop_vars=_loop_vars):
                    _loop_vars = {}
                    pass
                    yield '<blockquote id="passage-'
                    yield escape((l_2_number + 1))
                    yield '"'
                    if (environment.getitem((undefined(name='source_languages') if l_1_source_languages is missing else l_1_source_languages), (undefined(name='i') if l_1_i is missing else l_1_i)) and (environment.getitem((undefined(name='source_languages') if l_1_source_languages is missing else l_1_source_languages), (undefined(name='i') if l_1_i is missing else l_1_i)) != environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'language'))):
                        pass
                        yield ' lang="'
                        yield escape(environment.getitem((undefined(name='source_languages') if l_1_source_languages is missing else l_1_source_languages), (undefined(name='i') if l_1_i is missing else l_1_i)))
                        yield '"'
                    yield ' dir="auto"><p>'
                    for (l_3_words, l_3_quoted) in l_2_runs:
                        _loop_vars = {}
                        pass
                        if l_3_quoted:
                            pass
                            yield '<mark>'
                            yield escape(l_3_words)
                            yield '</mark>'
                        else:
                            pass
                            yield escape(l_3_words)
                    l_3_words = l_3_quoted = missing
                    yield '</p></blockquote>\n'
                l_2_number = l_2_runs = missing
                yield '</li>\n'
        l_1_loop = l_1_id = l_1_i = l_1_known = l_1_told_of = l_1_listed = l_1_default = l_1_source_languages = l_1_addresses = l_1_day = l_1_resting = l_1_passages = missing
        yield '</ol>\n</section>\n'
    if t_8(environment.getattr((undefined(name='opening') if l_0_opening is missing else l_0_opening), 'corrections')):
        pass
        l_0_told_of = environment.getattr((undefined(name='opening') if l_0_opening is missing else l_0_opening), 'corrections')
        context.vars['told_of'] = l_0_told_of
        context.exported_vars.add('told_of')
        yield '<section class="corrections">\n<h2>'
        yield escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), (undefined(name='opening') if l_0_opening is missing else l_0_opening), environment.getattr((undefined(name='told_of') if l_0_told_of is missing else l_0_told_of), 'title')))
        yield '</h2>\n<ol>\n'
        l_1_loop = missing
        for l_1_day, l_1_loop in LoopContext(environment.getattr((undefined(name='told_of') if l_0_told_of is missing else l_0_told_of), 'date'), undefined):
            l_1_i = missing
            _loop_vars = {}
            pass
            l_1_i = environment.getattr(l_1_loop, 'index0')
            _loop_vars['i'] = l_1_i
            yield '<li><p class="when">'
            yield escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), (undefined(name='opening') if l_0_opening is missing else l_0_opening), l_1_day, _loop_vars=_loop_vars))
            if environment.getitem(environment.getattr((undefined(name='told_of') if l_0_told_of is missing else l_0_told_of), 'about'), (undefined(name='i') if l_1_i is missing else l_1_i)):
                pass
                yield ', '
                yield escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr((undefined(name='told_of') if l_0_told_of is missing else l_0_told_of), 'about'), (undefined(name='i') if l_1_i is missing else l_1_i)), _loop_vars=_loop_vars))
            yield '</p>\n<div'
            yield escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), (undefined(name='opening') if l_0_opening is missing else l_0_opening), 'corrections.text', (undefined(name='i') if l_1_i is missing else l_1_i), _loop_vars=_loop_vars))
            yield '>'
            yield escape(context.call((undefined(name='rich') if l_0_rich is missing else l_0_rich), environment.getitem(environment.getattr((undefined(name='told_of') if l_0_told_of is missing else l_0_told_of), 'text'), (undefined(name='i') if l_1_i is missing else l_1_i)), _loop_vars=_loop_vars))
            yield '</div>\n'
            if environment.getitem(environment.getattr((undefined(name='told_of') if l_0_told_of is missing else l_0_told_of), 'why'), (undefined(name='i') if l_1_i is missing else l_1_i)):
                pass
                yield '<div'
                yield escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), (undefined(name='opening') if l_0_opening is missing else l_0_opening), 'corrections.why', (undefined(name='i') if l_1_i is missing else l_1_i), _loop_vars=_loop_vars))
                yield '>'
                yield escape(context.call((undefined(name='rich') if l_0_rich is missing else l_0_rich), environment.getitem(environment.getattr((undefined(name='told_of') if l_0_told_of is missing else l_0_told_of), 'why'), (undefined(name='i') if l_1_i is missing else l_1_i)), _loop_vars=_loop_vars))
                yield '</div>\n'
            yield '</li>\n'
        l_1_loop = l_1_day = l_1_i = missing
        yield '</ol>\n'
        if environment.getattr((undefined(name='told_of') if l_0_told_of is missing else l_0_told_of), 'ways'):
            pass
            yield '<p>'
            yield escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), (undefined(name='opening') if l_0_opening is missing else l_0_opening), environment.getattr((undefined(name='told_of') if l_0_told_of is missing else l_0_told_of), 'write')))
            yield '</p>\n'
            yield escape(context.call((undefined(name='rich') if l_0_rich is missing else l_0_rich), environment.getattr((undefined(name='told_of') if l_0_told_of is missing else l_0_told_of), 'ways')))
            yield '\n'
        yield '</section>\n'
    yield '<section class="credits">\n<h2>'
    yield escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), (undefined(name='opening') if l_0_opening is missing else l_0_opening), environment.getitem((undefined(name='s') if l_0_s is missing else l_0_s), 'page.credits')))
    yield '</h2>\n'
    if environment.getattr(environment.getattr((undefined(name='opening') if l_0_opening is missing else l_0_opening), 'exhibit'), 'credits'):
        pass
        yield '<div'
        yield escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), (undefined(name='opening') if l_0_opening is missing else l_0_opening), 'exhibit.credits'))
        yield '>'
        yield escape(context.call((undefined(name='rich') if l_0_rich is missing else l_0_rich), environment.getattr(environment.getattr((undefined(name='opening') if l_0_opening is missing else l_0_opening), 'exhibit'), 'credits')))
        yield '</div>\n'
    if t_8(environment.getattr(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'head'), 'basemap'), 'online')):
        pass
        yield '<p class="online">'
        yield escape(context.call(environment.getattr(environment.getitem((undefined(name='s') if l_0_s is missing else l_0_s), 'page.online'), 'format'), hosts=t_1(context.eval_ctx, environment.getattr(environment.getattr(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'head'), 'basemap'), 'online'), 'hosts'), ', ')))
        yield '</p>\n'
    yield '<ul>\n'
    for l_1_credit in environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'texts'), 'attributions'):
        _loop_vars = {}
        pass
        if ('lang' in environment.getattr((undefined(name='opening') if l_0_opening is missing else l_0_opening), 'ui')):
            pass
            yield '<li>'
            yield escape(context.call((undefined(name='ui') if l_0_ui is missing else l_0_ui), (undefined(name='opening') if l_0_opening is missing else l_0_opening), markup_join((environment.getattr(l_1_credit, 'title'), ': ', environment.getattr(l_1_credit, 'credit'), (markup_join((' (', environment.getattr(l_1_credit, 'licence'), ')', )) if environment.getattr(l_1_credit, 'licence') else ''), )), _loop_vars=_loop_vars))
            yield '</li>\n'
        else:
            pass
            yield '<li>'
            yield escape(environment.getattr(l_1_credit, 'title'))
            yield ': '
            yield escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getattr(l_1_credit, 'credit'), _loop_vars=_loop_vars))
            if environment.getattr(l_1_credit, 'licence'):
                pass
                yield ' ('
                yield escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getattr(l_1_credit, 'licence'), _loop_vars=_loop_vars))
                yield ')'
            yield '</li>\n'
    l_1_credit = missing
    yield '</ul>\n'
    if (undefined(name='scans') if l_0_scans is missing else l_0_scans):
        pass
        yield '<h3>'
        yield escape(environment.getitem((undefined(name='s') if l_0_s is missing else l_0_s), 'scans.maps'))
        yield '</h3>\n<ul>\n'
        l_1_loop = missing
        for l_1_title, l_1_loop in LoopContext(environment.getattr(environment.getattr((undefined(name='opening') if l_0_opening is missing else l_0_opening), 'scans'), 'title'), undefined):
            l_1_i = missing
            _loop_vars = {}
            pass
            l_1_i = environment.getattr(l_1_loop, 'index0')
            _loop_vars['i'] = l_1_i
            yield '<li><cite'
            yield escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), (undefined(name='opening') if l_0_opening is missing else l_0_opening), 'scans.title', (undefined(name='i') if l_1_i is missing else l_1_i), _loop_vars=_loop_vars))
            yield '>'
            yield escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), l_1_title, _loop_vars=_loop_vars))
            yield '</cite>, '
            yield escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr(environment.getattr((undefined(name='opening') if l_0_opening is missing else l_0_opening), 'scans'), 'date'), (undefined(name='i') if l_1_i is missing else l_1_i)), _loop_vars=_loop_vars))
            yield ': <span'
            yield escape(context.call((undefined(name='stand_in') if l_0_stand_in is missing else l_0_stand_in), (undefined(name='opening') if l_0_opening is missing else l_0_opening), 'scans.credit', (undefined(name='i') if l_1_i is missing else l_1_i), _loop_vars=_loop_vars))
            yield '>'
            yield escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr(environment.getattr((undefined(name='opening') if l_0_opening is missing else l_0_opening), 'scans'), 'credit'), (undefined(name='i') if l_1_i is missing else l_1_i)), _loop_vars=_loop_vars))
            yield '</span> ('
            yield escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'texts'), 'scans'), 'licence'), (undefined(name='i') if l_1_i is missing else l_1_i)), _loop_vars=_loop_vars))
            yield ')'
            if environment.getitem(environment.getattr(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'texts'), 'scans'), 'url'), (undefined(name='i') if l_1_i is missing else l_1_i)):
                pass
                yield ' <span class="address">'
                yield escape(context.call((undefined(name='own') if l_0_own is missing else l_0_own), environment.getitem(environment.getattr(environment.getattr(environment.getattr((undefined(name='payload') if l_0_payload is missing else l_0_payload), 'texts'), 'scans'), 'url'), (undefined(name='i') if l_1_i is missing else l_1_i)), _loop_vars=_loop_vars))
                yield '</span>'
            yield '</li>\n'
        l_1_loop = l_1_title = l_1_i = missing
        yield '</ul>\n'
    yield '</section>\n</main>\n<script type="application/json" id="manifest"></script>\n'
    if (not t_9((undefined(name='linked') if l_0_linked is missing else l_0_linked))):
        pass
        yield '<script type="application/ld+json" id="json-ld">'
        yield escape(t_5(environment.getitem((undefined(name='linked') if l_0_linked is missing else l_0_linked), 0)))
        yield '</script>\n<script type="application/ld+json" id="linked-places">'
        yield escape(t_5(environment.getitem((undefined(name='linked') if l_0_linked is missing else l_0_linked), 1)))
        yield '</script>\n'
    yield '<script type="text/plain" id="more">'
    yield escape((undefined(name='more') if l_0_more is missing else l_0_more))
    yield '</script>\n<script type="text/plain" id="texts">'
    yield escape((undefined(name='texts') if l_0_texts is missing else l_0_texts))
    yield '</script>\n'
    for (l_1_tag, l_1_block) in context.call(environment.getattr((undefined(name='languages') if l_0_languages is missing else l_0_languages), 'items')):
        _loop_vars = {}
        pass
        yield '<script type="text/plain" id="texts-'
        yield escape(l_1_tag)
        yield '" data-language="'
        yield escape(l_1_tag)
        yield '">'
        yield escape(l_1_block)
        yield '</script>\n'
    l_1_tag = l_1_block = missing
    for (l_1_id, l_1_block) in (undefined(name='packed') if l_0_packed is missing else l_0_packed):
        _loop_vars = {}
        pass
        yield '<div id="'
        yield escape(l_1_id)
        yield '" hidden><!--'
        yield escape(l_1_block)
        yield '--></div>\n'
    l_1_id = l_1_block = missing
    if (not t_9((undefined(name='outlines') if l_0_outlines is missing else l_0_outlines))):
        pass
        yield '<script type="text/plain" id="outlines">'
        yield escape((undefined(name='outlines') if l_0_outlines is missing else l_0_outlines))
        yield '</script>\n'
    if (not t_9((undefined(name='basemap') if l_0_basemap is missing else l_0_basemap))):
        pass
        yield '<script type="text/plain" id="basemap">'
        yield escape((undefined(name='basemap') if l_0_basemap is missing else l_0_basemap))
        yield '</script>\n'
    l_1_loop = missing
    for l_1_picture, l_1_loop in LoopContext((undefined(name='relief') if l_0_relief is missing else l_0_relief), undefined):
        _loop_vars = {}
        pass
        yield '<script type="text/plain" id="relief-'
        yield escape(environment.getattr(l_1_loop, 'index0'))
        yield '">'
        yield escape(l_1_picture)
        yield '</script>\n'
    l_1_loop = l_1_picture = missing
    if (not t_9((undefined(name='archive') if l_0_archive is missing else l_0_archive))):
        pass
        yield '<script type="application/octet-stream" id="tiles">'
        yield escape((undefined(name='archive') if l_0_archive is missing else l_0_archive))
        yield '</script>\n'
    elif (undefined(name='beside') if l_0_beside is missing else l_0_beside):
        pass
        yield '<div id="tiles" hidden></div>\n'
        for l_1_address in (undefined(name='beside') if l_0_beside is missing else l_0_beside):
            _loop_vars = {}
            pass
            yield '<script src="'
            yield escape(l_1_address)
            yield '" defer></script>\n'
        l_1_address = missing
    yield '<style>'
    yield escape(t_5((undefined(name='faces') if l_0_faces is missing else l_0_faces)))
    yield '</style>\n'
    if (not t_9((undefined(name='media') if l_0_media is missing else l_0_media))):
        pass
        yield '<script type="text/plain" id="media-app">'
        yield escape((undefined(name='media_app') if l_0_media_app is missing else l_0_media_app))
        yield '</script>\n'
    if (undefined(name='apart') if l_0_apart is missing else l_0_apart):
        pass
        yield '<script type="text/plain" id="many"></script>\n'
    l_1_loop = missing
    for l_1_picture, l_1_loop in LoopContext((undefined(name='scans') if l_0_scans is missing else l_0_scans), undefined):
        _loop_vars = {}
        pass
        yield '<script type="application/octet-stream" id="scan-'
        yield escape(environment.getattr(l_1_loop, 'index0'))
        yield '">'
        yield escape(l_1_picture)
        yield '</script>\n'
    l_1_loop = l_1_picture = missing
    if (not t_9((undefined(name='media') if l_0_media is missing else l_0_media))):
        pass
        for l_1_file in environment.getattr((undefined(name='media') if l_0_media is missing else l_0_media), 'apart'):
            _loop_vars = {}
            pass
            yield '<script type="application/octet-stream" id="media-'
            yield escape(l_1_file)
            yield '">'
            yield escape(environment.getitem(environment.getattr((undefined(name='media') if l_0_media is missing else l_0_media), 'data'), l_1_file))
            yield '</script>\n'
        l_1_file = missing
    if (not t_9((undefined(name='inputs') if l_0_inputs is missing else l_0_inputs))):
        pass
        yield '<script type="text/plain" id="inputs">'
        yield escape((undefined(name='inputs') if l_0_inputs is missing else l_0_inputs))
        yield '</script>\n'
    yield '</body>\n</html>\n'

blocks = {}
debug_info = '3=118&4=123&5=126&6=131&7=136&8=145&9=153&13=168&15=188&16=209&17=226&19=247&21=273&22=286&24=306&26=329&27=353&29=373&30=383&31=384&33=392&34=402&35=403&36=404&38=426&39=433&41=451&43=462&44=472&46=481&47=486&53=512&54=526&55=527&56=531&57=533&58=535&59=537&60=539&61=544&63=576&64=579&65=583&67=599&68=620&69=634&70=638&71=644&77=656&78=682&79=683&80=684&81=685&82=688&83=700&84=714&85=726&86=728&88=732&89=736&90=740&93=753&94=757&96=760&97=764&98=771&99=781&100=785&102=788&103=792&104=795&105=799&107=802&108=806&110=811&111=814&113=817&114=822&115=846&116=850&118=857&119=868&120=880&121=884&123=890&124=892&125=896&128=905&129=908&131=911&132=915&133=922&134=926&136=931&137=935&141=943&142=944&144=949&145=953&146=958&153=988&155=1000&157=1008&158=1013&159=1021&160=1027&161=1057&162=1066&168=1085&169=1100&171=1103&173=1111&174=1117&175=1119&176=1121&177=1125&178=1130&179=1141&180=1145&182=1150&183=1154&191=1183&192=1195&193=1206&194=1213&195=1217&197=1220&198=1223&199=1227&201=1235&206=1245&207=1265&208=1268&210=1274&211=1282&212=1286&214=1291&215=1295&217=1298&218=1302&221=1308&222=1312&224=1319&225=1323&227=1328&228=1331&230=1335&231=1341&232=1344&233=1348&234=1356&235=1360&238=1369&239=1376&240=1385&243=1391&244=1400&246=1404&247=1416&248=1420&249=1422&251=1427&252=1434&258=1444&259=1448&261=1451&262=1454&264=1457&266=1461&268=1468&269=1473&274=1482&276=1486&277=1492&280=1496&283=1502&284=1505&286=1509&289=1517&291=1519&292=1521&294=1523&295=1525&297=1527&298=1529&299=1531&300=1534&301=1536&305=1539&306=1541&310=1543&311=1545&312=1548&314=1550&315=1553&317=1555&318=1558&321=1560&322=1563&324=1568&325=1570&328=1573&329=1576&330=1578&331=1582&335=1593&336=1596&338=1599&340=1602&341=1604&343=1607&344=1619&345=1621&346=1623&347=1625&348=1628&349=1650&350=1656&351=1667&352=1671&353=1675&354=1684&356=1696&357=1703&358=1715&359=1720&360=1742&361=1746&369=1771&370=1773&372=1777&374=1780&375=1784&376=1787&377=1793&378=1797&379=1800&384=1807&385=1810&386=1812&391=1816&392=1818&393=1821&395=1825&396=1828&399=1831&400=1834&401=1837&403=1842&408=1853&409=1856&411=1859&412=1863&413=1866&414=1878&422=1887&423=1890&424=1892&426=1895&427=1897&428=1899&429=1903&431=1910&432=1914&434=1919&435=1922&437=1924&438=1927&440=1930&441=1934&443=1939&444=1942&445=1944&447=1947&448=1951&452=1955&453=1957&454=1960&457=1962&461=1966&462=1970&464=1975&465=1977&466=1981&470=1986&471=1989'
