"""Traditional Chinese characters and the simplified ones the segmenter's dictionary is written in, one for one."""

from __future__ import annotations

# The characters of shops that differ. Where one simplified character stands for several, each is listed; where a
# traditional one has several readings, the usual one is taken. Only the borders of words are read from the result.
_PAIRS = """
錶表 機机 無无 線线 藍蓝 連连 運运 動动 濕湿 溫温 熱热 涼凉 凍冻 電电 腦脑 視视 聽听 聲声 響响 樂乐 燈灯 絲丝
綢绸 緞缎 織织 紡纺 純纯 絨绒 綿绵 緊紧 縮缩 縫缝 繡绣 細细 約约 紅红 綠绿 黃黄 銀银 銅铜 鐵铁 鋼钢 鋁铝 鈦钛
鍋锅 鍵键 鏡镜 鏈链 鎖锁 鑽钻 針针 釘钉 錢钱 鐘钟 鍾钟 鋒锋 鈕钮 鋪铺 錄录 錯错 襪袜 褲裤 裝装 補补 製制 複复
襯衬 裡里 裏里 衛卫 術术 衝冲 蓋盖 蘋苹 蘿萝 蘭兰 藥药 葉叶 華华 莊庄 萬万 薦荐 蔥葱 蓮莲 蒼苍 貓猫 豬猪 貝贝
負负 財财 貨货 購购 買买 賣卖 費费 貼贴 貴贵 質质 賽赛 贈赠 贊赞 賀贺 資资 賓宾 賞赏 賺赚 軟软 軸轴 輕轻 輪轮
輔辅 輯辑 輸输 轉转 轎轿 車车 軍军 較较 載载 農农 邊边 過过 進进 選选 適适 遠远 還还 邁迈 遙遥 遊游 達达 遞递
這这 郵邮 鄉乡 醫医 醬酱 釀酿 釋释 門门 開开 關关 間间 閃闪 閱阅 閒闲 闊阔 隊队 階阶 際际 陽阳 陰阴 隨随 險险
隱隐 隻只 雙双 雞鸡 離离 難难 雲云 霧雾 靈灵 靜静 頂顶 項项 順顺 須须 預预 頭头 頻频 顆颗 題题 額额 顏颜 類类
顧顾 顯显 風风 飛飞 飲饮 飯饭 飾饰 餅饼 養养 餘余 館馆 饅馒 馬马 馭驭 駕驾 騎骑 驅驱 驗验 驚惊 體体 髮发 發发
鬆松 魚鱼 鮮鲜 鯊鲨 鯨鲸 鳥鸟 鳳凤 鴨鸭 鵝鹅 鷹鹰 麥麦 麗丽 麵面 黴霉 點点 齊齐 齒齿 齡龄 龍龙 龜龟 來来 個个
們们 倉仓 優优 價价 億亿 儀仪 儲储 僅仅 傳传 傷伤 傑杰 備备 債债 傘伞 偉伟 側侧 偽伪 兒儿 兩两 凱凯 冊册 凈净
淨净 幾几 刪删 別别 則则 剛刚 創创 劃划 劍剑 劇剧 劑剂 勁劲 勞劳 勢势 務务 勝胜 勵励 勻匀 匯汇 區区 協协 單单
卻却 廠厂 廳厅 廚厨 廣广 庫库 廢废 廟庙 應应 歷历 曆历 壓压 厭厌 縣县 參参 員员 問问 啟启 喚唤 喪丧 喬乔 嗎吗
嘗尝 噴喷 嚴严 囑嘱 團团 園园 圓圆 圍围 國国 圖图 場场 塊块 塵尘 墊垫 墜坠 壞坏 壯壮 壺壶 壽寿 夠够 夾夹 奪夺
奮奋 妝妆 媽妈 嬰婴 婦妇 娛娱 孫孙 學学 寧宁 寶宝 實实 寫写 寬宽 審审 導导 將将 專专 尋寻 對对 層层 屬属 屜屉
歲岁 島岛 嶺岭 峽峡 帶带 帥帅 師师 帳帐 幣币 幫帮 幹干 彈弹 強强 彎弯 彙汇 後后 徑径 從从 復复 徹彻 憶忆 戀恋
恆恒 悅悦 態态 慣惯 慶庆 憑凭 懶懒 懸悬 懷怀 戲戏 戰战 戶户 拋抛 掃扫 掛挂 採采 揚扬 換换 損损 搖摇 搶抢 摺折
撐撑 撥拨 擇择 擊击 擋挡 據据 擠挤 擴扩 擺摆 攝摄 攜携 攪搅 敗败 數数 敵敌 斷断 時时 晝昼 暈晕 暢畅 暫暂 曉晓
曬晒 書书 會会 東东 條条 楊杨 業业 極极 榮荣 構构 槍枪 標标 樓楼 樣样 樹树 橋桥 橫横 檔档 檢检 櫃柜 欄栏 權权
歐欧 歡欢 殘残 殼壳 氣气 氫氢 漢汉 湯汤 溝沟 滅灭 滾滚 滿满 漁渔 漸渐 漿浆 潔洁 潛潜 潤润 澀涩 澤泽 濃浓 濟济
濾滤 瀏浏 灑洒 灣湾 災灾 為为 煉炼 煙烟 爐炉 爾尔 牆墙 牽牵 獎奖 獨独 獲获 獸兽 獻献 現现 環环 瑪玛 產产 畫画
異异 當当 療疗 瘋疯 癢痒 皺皱 盤盘 監监 盡尽 確确 碼码 磚砖 礦矿 禮礼 禦御 種种 稱称 穀谷 積积 穩稳 窩窝 竊窃
競竞 筆笔 節节 範范 築筑 簡简 簽签 簾帘 籃篮 籠笼 籤签 粵粤 糧粮 糾纠 紀纪 紋纹 納纳 級级 紐纽 紙纸 紗纱 組组
結结 絕绝 給给 統统 經经 維维 網网 綜综 綁绑 緣缘 編编 緩缓 練练 縱纵 總总 績绩 繩绳 繪绘 繞绕 繼继 續续 纖纤
纜缆 罵骂 羅罗 義义 習习 聖圣 聞闻 聯联 聰聪 職职 肅肃 脈脉 腳脚 腸肠 膚肤 膠胶 膽胆 臉脸 臺台 與与 興兴 舉举
舊旧 艙舱 艦舰 艷艳 藝艺 蘇苏 處处 號号 蝦虾 蟲虫 蠟蜡 蟻蚁 見见 規规 親亲 覺觉 覽览 觀观 觸触 計计 訂订 記记
訊讯 訓训 設设 許许 訴诉 診诊 註注 評评 詞词 試试 詩诗 話话 該该 詳详 認认 語语 誠诚 誤误 說说 課课 調调 請请
論论 諾诺 講讲 謝谢 證证 識识 譜谱 議议 護护 譯译 讀读 變变 讓让 豐丰 貪贪 販贩 賬账 趙赵 趨趋 跡迹 踐践 踴踊
蹟迹 躍跃 辦办 辭辞 辯辩 遲迟 遷迁 鄰邻 鎮镇 鏟铲 鐲镯 鑰钥 鑲镶 鑄铸 鍛锻 銳锐 鉛铅 鈣钙 鋅锌 鋰锂 鉀钾 鈉钠
鎂镁 閥阀 韓韩 韌韧 頁页 領领 頸颈 頰颊 願愿 颱台 飄飘 飽饱 餵喂 饋馈 駝驼 鬍胡 魯鲁 鰻鳗 鹽盐 鹼碱 麼么 齋斋
爭争 傢家 衹只 牀床 箏筝 籌筹 紮扎 緻致 縷缕 繽缤 罷罢 聳耸 膩腻 臘腊 蔔卜 薑姜 蠶蚕 褸褛 襖袄 訝讶 諮咨 貶贬
賴赖 贏赢 輛辆 輝辉 轟轰 遺遗 鏽锈 鐳镭 閨闺 頑顽 飼饲 駱骆 驢驴 鬧闹 鮑鲍 鱷鳄 鵑鹃 鶴鹤 鸚鹦 齣出 呎尺 吋寸
噸吨 週周 係系 佈布 儘尽 嚮向 塗涂 妳你 慾欲 捲卷 朮术 檯台 沖冲 淚泪 牠它 痠酸 痺痹 祕秘 筍笋 緹缇 臟脏 舖铺
莖茎 蔭荫 衆众 眾众 邏逻 陞升 鬚须 魷鱿 鷗鸥 齦龈 澱淀 潑泼 濺溅 燒烧 營营 爛烂 燙烫 燦灿 爺爷 犧牺 狀状 狹狭
獅狮 瓊琼 碩硕 磯矶 禿秃 穎颖 竅窍 簍篓 糰团 絡络 綴缀 緯纬 縐绉 纏缠 翹翘 聾聋 脹胀 腎肾 蘆芦 蝸蜗 誌志 諧谐
謹谨 貫贯 賦赋 軌轨 輻辐 逕迳 釣钓 鈴铃 鉑铂 鉤钩 銷销 鋸锯 錐锥 錘锤 鍍镀 鏤镂 鐮镰 閉闭 闆板 陳陈 雛雏 韋韦
頌颂 飢饥 騰腾 骯肮 鴿鸽 麩麸 鼴鼹
"""
_TO_SIMPLIFIED = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})


def simplified(text: str) -> str:
    """Return ``text`` with each traditional character replaced by its simplified one; the length stays.

    >>> simplified("智慧型手錶 無線藍牙耳機")
    '智慧型手表 无线蓝牙耳机'
    """
    return text.translate(_TO_SIMPLIFIED)


# One of several traditional characters that a simplified one stands for: the first listed.
_TO_TRADITIONAL = str.maketrans({pair[1]: pair[0] for pair in reversed(_PAIRS.split())})


def traditional(text: str) -> str:
    """Return ``text`` in traditional characters, one for one; where several fit, the most usual one is taken.

    >>> traditional("智能手表 无线蓝牙耳机")
    '智能手錶 無線藍牙耳機'
    """
    return text.translate(_TO_TRADITIONAL)
