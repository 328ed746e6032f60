using MudBlazor;

namespace OptiId.AdminCenter.Layout;

/// <summary>Colours and type, light and dark; each text colour has a contrast of at least 4.5 : 1 on its ground (WCAG 2.2, 1.4.3), which the browser tests check.</summary>
internal static class Theme
{
    private static readonly string[] Font = ["Inter", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"]; // none is loaded from elsewhere

    public static MudTheme Create() => new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#1f4fd8",
            Secondary = "#5b3cc4",
            Info = "#0b61a4",
            Success = "#1a7038",
            Warning = "#8a5200",
            Error = "#b3261e",
            Background = "#f7f8fa",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1b1f27",
            DrawerBackground = "#ffffff",
            DrawerText = "#1b1f27",
            DrawerIcon = "#4a5160",
            TextPrimary = "#1b1f27",
            TextSecondary = "#4a5160",
            TextDisabled = "#5f6675",
            ActionDefault = "#4a5160",
            LinesDefault = "#dfe3ea",
            LinesInputs = "#767d8c",
            TableLines = "#e6e9ef",
            Divider = "#dfe3ea",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8fb0ff",
            PrimaryContrastText = "#0f1420",
            Secondary = "#b9a5ff",
            SecondaryContrastText = "#0f1420",
            Info = "#7cc1f5",
            InfoContrastText = "#0f1420",
            Success = "#7ed39b",
            SuccessContrastText = "#0f1420",
            Warning = "#f2bd6b",
            WarningContrastText = "#0f1420",
            Error = "#ff9d94",
            ErrorContrastText = "#0f1420",
            Background = "#12151c",
            Surface = "#1a1e27",
            AppbarBackground = "#1a1e27",
            AppbarText = "#e7eaf0",
            DrawerBackground = "#1a1e27",
            DrawerText = "#e7eaf0",
            DrawerIcon = "#b4bbc8",
            TextPrimary = "#e7eaf0",
            TextSecondary = "#b4bbc8",
            TextDisabled = "#98a0af",
            ActionDefault = "#b4bbc8",
            LinesDefault = "#323846",
            LinesInputs = "#8a92a2",
            TableLines = "#2a303c",
            Divider = "#323846",
        },
        LayoutProperties = new() { DefaultBorderRadius = "8px", DrawerWidthLeft = "232px" },
        Typography = new()
        {
            Default = new DefaultTypography { FontFamily = Font, FontSize = ".9375rem", LineHeight = "1.5" },
            Button = new ButtonTypography { FontFamily = Font, TextTransform = "none", FontWeight = "600" },
        },
    };
}
