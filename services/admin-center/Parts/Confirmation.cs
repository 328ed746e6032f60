using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace OptiId.AdminCenter.Parts;

/// <summary>Asks before something that can't be taken back.</summary>
internal static class Confirmation
{
    /// <summary>Shows what will happen, and waits for the answer.</summary>
    /// <param name="dialogs">The page's dialogs.</param>
    /// <param name="title">The question.</param>
    /// <param name="action">What the button says: the verb.</param>
    /// <param name="content">What will happen.</param>
    /// <param name="isDangerous">Whether it destroys something.</param>
    /// <returns>Whether it is to happen.</returns>
    public static async Task<bool> ConfirmAsync(this IDialogService dialogs, string title, string action, RenderFragment content, bool isDangerous = true)
    {
        var parameters = new DialogParameters<ConfirmDialog>
        {
            { dialog => dialog.Title, title },
            { dialog => dialog.Action, action },
            { dialog => dialog.Content, content },
            { dialog => dialog.IsDangerous, isDangerous },
        };
        var shown = await dialogs.ShowAsync<ConfirmDialog>(title, parameters, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        return await shown.Result is { Canceled: false };
    }

    /// <summary>Shows what will happen for good, has the name typed, and waits for the answer.</summary>
    /// <param name="dialogs">The page's dialogs.</param>
    /// <param name="title">The question.</param>
    /// <param name="action">What the button says: the verb.</param>
    /// <param name="label">What is typed: "userName".</param>
    /// <param name="expected">What must be typed.</param>
    /// <param name="content">What will happen.</param>
    /// <returns>Whether it is to happen.</returns>
    public static async Task<bool> ConfirmByTypingAsync(
        this IDialogService dialogs, string title, string action, string label, string expected, RenderFragment content)
    {
        var parameters = new DialogParameters<TypeToConfirm>
        {
            { dialog => dialog.Title, title },
            { dialog => dialog.Action, action },
            { dialog => dialog.Label, label },
            { dialog => dialog.Expected, expected },
            { dialog => dialog.Content, content },
        };
        var shown = await dialogs.ShowAsync<TypeToConfirm>(title, parameters, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        return await shown.Result is { Canceled: false };
    }
}
